import ArgumentParser
import Documents
import Interview
import Maintenance

/// `intone rescore`: stored answers scored again by the models in force, from their measures.
struct Rescore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rescore",
    abstract: "Score stored answers again by the models in force; no recording is needed, and every earlier score is kept.",
    discussion: "Reload the daemon first when a model file has changed.\n\nEXAMPLE\n  intone rescore --role sales --dry-run")
  @Option(help: "Only answers scored by this model.") var role: String?
  @Option(help: "Only this session.") var session: String?
  @Flag(help: "Write nothing; say who would change and by how much.") var dryRun = false
  @OptionGroup var daemon: DaemonOptions

  /// A request for each hundred sessions, until there are none: it may be stopped and run again.
  func run() throws {
    let zh = daemon.lang == .zh
    var (answers, rescored, overtaken, locked, changed, largest) = (0, 0, 0, 0, 0, 0.0)
    var missing: Set<String> = []
    var next: String?
    let bar = ProgressBar(Bilingual(zh: "重新评分", en: "scoring again"), of: total(), daemon)
    defer { bar.clear() }
    repeat {
      var query = ["dry_run=\(dryRun)"]
      if let role { query.append("role=" + PercentText.encoded(role)) }
      if let session { query.append("session=" + PercentText.encoded(session)) }
      if let next { query.append("after=" + PercentText.encoded(next)) }
      let body = try daemon.ask("POST", "/v1/rescore?" + query.joined(separator: "&"))
      let batch = try Rescorer.Batch(reading: body)
      if daemon.json {
        print(body.withoutLastNewline)
      } else if !batch.changes.isEmpty {
        bar.clear()
        for change in batch.changes { print(Self.line(change)) }
        StandardOutput.flush()
      }
      answers += batch.answers
      bar.show(answers)
      rescored += batch.rescored - batch.overtaken
      overtaken += batch.overtaken
      locked += batch.locked
      changed += batch.changes.count
      largest = batch.changes.compactMap { change in change.before.flatMap { old in change.after.map { abs($0.value - old.value) } } }
        .reduce(largest, max)
      missing.formUnion(batch.missing)
      next = batch.next
    } while next != nil
    bar.clear()
    guard !daemon.json else { return }
    let largestChange = JSON.rounded(largest, 2).text
    print(
      zh
        ? "\(answers) 个回答，\(rescored) 个\(dryRun ? "将重新评分" : "已重新评分")，其中 \(changed) 个得分有变，最大 \(largestChange) 分"
        : "\(answers) answers, \(rescored) \(dryRun ? "would be scored" : "scored") again; \(changed) scores differ, by \(largestChange) at most"
    )
    if overtaken > 0 {
      print(
        zh
          ? "\(overtaken) 个回答在此期间被删除、重新评分或撤去文本，保持现状"
          : "\(overtaken) answers were erased, scored anew or stripped of their words meanwhile and stay as they are"
      )
    }
    if locked > 0 {
      print(
        zh
          ? "! \(locked) 个回答已封存，本机没有密钥，保持原样（seal.locked）"
          : "! \(locked) answers are sealed and their key is not here; they stay as they are (seal.locked)")
    }
    if !missing.isEmpty {
      let names = missing.sorted().joined(separator: ", ")
      print(zh ? "! 未安装的模型：\(names)；其回答保持原样" : "! models that are not installed: \(names); their answers stay as they are")
    }
  }

  /// How many answers there are; nobody knows how many are of one model or session.
  private func total() -> Int? {
    guard role == nil, session == nil else { return nil }
    // What cannot be asked now is told by the request that follows.
    return (try? daemon.ask("GET", "/v1/status")).flatMap { try? StatusDocument(reading: $0) }?.store?.answers
  }

  private static func line(_ change: Rescorer.Change) -> String {
    func number(_ value: Double?) -> String { value.map { JSON.rounded($0, 2).text } ?? "—" }
    let difference = change.before.flatMap { old in change.after.map { $0.value - old.value } }
    let sign = (difference ?? 0) > 0 ? "+" : ""
    return change.answer.padded(to: 36) + number(change.before?.value).padded(left: 8) + " → " + number(change.after?.value).padded(to: 8)
      + (difference.map { sign + number($0) } ?? "")
  }
}
