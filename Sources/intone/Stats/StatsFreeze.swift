import ArgumentParser
import Assessment
import Documents
import FoundationEssentials
import Interview
import Queries
import RoleModels
import SQLiteStore
import Store

/// `intone stats freeze`
struct StatsFreeze: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "freeze", abstract: "Freeze a baseline: how each measure spreads over the role's answers, by question.",
    discussion: """
      A frozen baseline never changes; freezing again makes the next version. It reads every answer in the store itself and writes \
      beside the models: run it as one who may do both.

      EXAMPLE
        sudo intone stats freeze sales
      """)
  @Argument(help: "The role model.") var role: String
  @Option(help: "Fewest answers for a measure to have a percentile.") var fewest = Baseline.minimumSampleSize
  @Option(help: "Where baselines are kept; by default beside the models.", completion: .directory) var directory: String?
  @OptionGroup var engine: EngineOption
  @Flag(help: "Print the object for programs instead of text for people.") var json = false
  @OptionGroup var reading: StoreOptions

  /// What `intone stats freeze --json` prints.
  private struct Object: Document {
    let role: String
    let version, answers, questions: Int
    let file: String
  }

  func validate() throws {
    if fewest < 2 { throw ValidationError("--fewest: at least 2") }
  }

  /// Reads every answer of the store; memory grows with questions and measures, not with answers.
  /// - Throws: `baseline.too-few`; what cannot be written.
  func run() throws {
    let model = try ModelDirectories().model(named: role)
    // On a server the baseline is the store's, and written there.
    let store = try directory == nil && isOnServer(reading.store) ? openStore(writing: reading.store) : openStore(reading: reading.store)
    let files = BaselineFiles(directory, in: store)
    let now = Date().timeIntervalSince1970
    let cohort = try RoleCohort(store, model: model, engine: engine.engine)
    let version = (files.versions(of: model.id).last ?? 0) + 1
    let baseline = cohort.baseline.baseline(
      role: model.id, version: version, engine: cohort.choice.engine, frozen: UTC.text(now), fewest: fewest)
    guard !baseline.questions.isEmpty else { throw Fault(.baselineTooFew, "\(model.id): \(baseline.answers) < \(fewest)") }
    let path = try files.save(baseline)
    let own = baseline.questions.keys.filter { $0 != Baseline.allQuestions }.count
    for sentence in cohort.choice.sentences { StandardError.print("(" + sentence[reading.lang] + ")") }
    if json {
      return print(Object(role: model.id, version: version, answers: baseline.answers, questions: own, file: path).json.text)
    }
    print(
      reading.lang == .zh
        ? "基线 \(model.id) 第 \(version) 版：\(baseline.answers) 个回答，\(own) 道题有自己的分布（每项至少 \(fewest) 个）\n\(path)"
        : "baseline \(model.id) version \(version): \(baseline.answers) answers; \(own) questions have spreads of their own (at least \(fewest) each)\n\(path)"
    )
  }
}

/// What a verb that reads the store itself may be told.
struct StoreOptions: ParsableArguments {
  @Option(help: "The store to read.", completion: .file())
  var store: String = storeInUse

  @Option(
    name: [.customLong("lang"), .customLong("language")],
    help: "The language of what is printed: zh or en; by default that of the terminal.")
  var lang: Language = .ofTerminal
}
