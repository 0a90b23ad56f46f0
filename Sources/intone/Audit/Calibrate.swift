import ArgumentParser
import Assessment
import Documents
import Files
import FoundationEssentials
import Interview
import Queries
import RoleModels

/// `intone calibrate`: whether scores foretold how people did, and what weights would have. It proposes and adopts nothing.
struct Calibrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "How a role model's scores went with later performance; proposes weights, adopts none.",
    discussion: """
      The file has the columns candidate and outcome (a number, greater is better); it stays here. The scores come from the \
      daemon, as your role allows.

      EXAMPLE
        intone calibrate --outcomes year-one.csv --role sales --write sales-proposed.yaml
      """)
  @Option(help: "CSV: candidate, outcome.", completion: .file()) var outcomes: String
  @Option(help: "The role model.") var role: String
  @Option(help: "From which outcome on it counts as met; by default the median, or 1 where outcomes are 0 and 1.") var meets: Double?
  @Option(help: "Write the proposed model here; nothing that exists is overwritten.", completion: .file()) var write: String?
  @OptionGroup var engine: EngineOption
  @OptionGroup var daemon: DaemonOptions

  /// - Throws: `calibrate.unwritable`; what reading the outcomes throws; what the daemon refuses.
  func run() throws {
    let directories = ModelDirectories()
    let model = try directories.model(named: role)
    let file = try OutcomeFile(Files.read(path: outcomes, limit: 64 << 20), name: outcomes)
    let scored = try daemon.scored(by: model, engine)
    let calibration = Calibration(scored.people, file.outcomes, model: model, meets: meets)
    let page = CalibrationPage(calibration, language: daemon.lang)
    print(daemon.json ? CalibrationDocument(calibration).json.text : page.text)
    guard let write else { return }
    guard let suggestion = calibration.suggestion, suggestion.isChange else {
      return StandardError.print(daemon.lang == .zh ? "没有可建议的改动，未写文件" : "there is nothing to propose; no file was written")
    }
    let proposed = try model.proposal(
      String(decoding: Files.read(path: directories.file(of: model.id), limit: 1 << 20), as: UTF8.self),
      weights: Dictionary(uniqueKeysWithValues: suggestion.weights.map { ($0.dimension, $0.suggested) }), n: suggestion.n)
    do {
      try Data(proposed.utf8).write(to: URL(filePath: write), options: .withoutOverwriting)
    } catch {
      throw Fault(.proposalUnwritable, "\(write): \(error)")
    }
    // With --json standard output is the object and nothing else.
    StandardError.print(
      daemon.lang == .zh
        ? "已写出 \(write)。由人审阅、采用；采用后运行 intone rescore --dry-run 看谁会变。"
        : "wrote \(write). A person reviews and adopts it; intone rescore --dry-run then shows who would change.")
  }
}

extension FaultCode {
  static let proposalUnwritable = FaultCode(
    "calibrate.unwritable", cause: Bilingual(zh: "建议的模型无法写出", en: "the proposed model cannot be written"),
    action: Bilingual(zh: "请换一个尚不存在、可写的文件名。", en: "Name a file that does not exist yet and may be written."))
}

/// What a calibration found, for people.
struct CalibrationPage {
  let calibration: Calibration
  let language: Language

  init(_ calibration: Calibration, language: Language) {
    self.calibration = calibration
    self.language = language
  }

  private var zh: Bool { language == .zh }
  private func number(_ value: Double?, _ decimals: Int = 2) -> String { value.map { JSON.rounded($0, decimals).text } ?? "—" }

  var text: String {
    let c = calibration
    var lines = [zh ? "\(c.n) 人既有得分又有后续结果" : "\(c.n) people have both a score and an outcome"]
    lines += c.warnings.map { "! " + $0[language] }
    guard c.n > 0 else { return lines.joined(separator: "\n") }
    var factors = TextTable(
      header: zh ? ["相关", "Pearson", "95 %", "Spearman", "95 %", "人数"] : ["correlation", "Pearson", "95 %", "Spearman", "95 %", "n"])
    for factor in [c.overall] + c.dimensions + c.indicators {
      func pair(_ r: Correlation?) -> [String] { [number(r?.value), r.map { number($0.low) + "–" + number($0.high) } ?? "—"] }
      factors.rows.append([factor.name] + pair(factor.pearson) + pair(factor.spearman) + ["\(factor.pearson?.n ?? 0)"])
    }
    lines += ["", factors.text]
    var bands = TextTable(
      header: zh ? ["得分段", "人数", "达标率（≥ \(number(c.meets))）", "95 %"] : ["score", "n", "met (≥ \(number(c.meets)))", "95 %"])
    for band in c.bands {
      bands.rows.append([
        "\(band.low)–\(band.high)", "\(band.n)", band.n > 0 ? number(band.share * 100, 0) + " %" : "—",
        number(band.shareLow * 100, 0) + "–" + number(band.shareHigh * 100, 0) + " %",
      ])
    }
    lines += ["", bands.text]
    if let suggestion = c.suggestion { lines += ["", text(suggestion)] }
    return lines.joined(separator: "\n")
  }

  /// The proposed weights beside those in force, and whether they would help people that they were not fitted to.
  private func text(_ suggestion: WeightSuggestion) -> String {
    var table = TextTable(header: zh ? ["权重", "现在", "建议", "数据支持的 95 % 区间"] : ["weight", "now", "suggested", "95 % of what the data say"])
    for weight in suggestion.weights {
      table.rows.append([
        weight.dimension, number(weight.current.value), number(weight.suggested.value),
        number(weight.low, 0) + "–" + number(weight.high, 0),
      ])
    }
    let gain =
      "\(number(suggestion.gain, 3)) (95 %: \(number(suggestion.gainLow, 3))–\(number(suggestion.gainHigh, 3)), n = \(suggestion.n))"
    let verdict =
      suggestion.isChange
      ? zh
        ? "交叉验证：对未参与拟合的人，相关预计提高 \(gain)"
        : "cross-validated: for people it was not fitted to, the correlation is expected to grow by \(gain)"
      : zh ? "不建议改动：预计的提高在 95 % 区间内可能为 0：\(gain)" : "no change is suggested: the expected gain may be 0: \(gain)"
    return table.text + "\n" + verdict
  }
}
