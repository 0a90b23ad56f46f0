import ArgumentParser
import Assessment
import Documents
import Files
import FoundationEssentials
import Glibc
import Interview
import Maintenance
import Papers
import RoleModels
import Settings

/// What a paper is made from: the configuration that is in force here.
struct InForceOptions: ParsableArguments {
  @Option(help: "The configuration to go by; by default the installed one.", completion: .file()) var config: String?
  @Option(help: "A directory of role models; may be repeated.", completion: .directory) var models: [String] = []
  @Flag(help: "Print the object for programs instead of text for people.") var json = false
  @Option(name: [.customLong("lang"), .customLong("language")], help: "The language of the paper: zh or en.") var lang: Language =
    .ofTerminal

  /// - Throws: `configuration.invalid`, `document.…`, `file.…`; `path.missing` for a file that was named and is not there.
  func settings() throws(Fault) -> DaemonConfiguration { try .inForce(config) }

  /// Those that were named, else what the configuration names, else the installed ones.
  func directories(_ settings: DaemonConfiguration) -> ModelDirectories { ModelDirectories(models.isEmpty ? settings.models : models) }

  private struct Object: Document {
    let paper: String
    let language: Language
    let markdown: String
  }

  /// A paper as it is, or as an object with its name.
  func show(_ text: String, as name: String) {
    if json { return print(Object(paper: name, language: lang, markdown: text).json.text) }
    print(text, terminator: "")
  }
}

extension DaemonConfiguration {
  /// How long things are kept, for a paper.
  fileprivate var noticeRetention: Notice.Retention { .init(recordings: retention.words, scores: retention.scores, audit: retention.audit) }

  /// The one that was named, else the installed one, else what is built in.
  /// - Throws: as `InForceOptions.settings`.
  static func inForce(_ named: String?) throws(Fault) -> DaemonConfiguration {
    let installed = "/etc/intone/intone.yaml"
    let processors = ProcessInfo.processInfo.activeProcessorCount
    guard named != nil || FileManager.default.fileExists(atPath: installed) else { return DaemonConfiguration(processors: processors) }
    let path = named ?? installed
    guard FileManager.default.fileExists(atPath: path) else { throw Fault(.pathMissing, path) }
    return try DaemonConfiguration(yaml: Files.read(path: path, limit: 1 << 20), name: path, processors: processors)
  }
}

extension FaultCode {
  static let paperUnreadable = FaultCode(
    "paper.unreadable", cause: Bilingual(zh: "程序自带的资料文件无法读取", en: "a data file of the program cannot be read"),
    action: Bilingual(zh: "请重新安装软件包。", en: "Install the package again."))
}

/// The data files of this build.
enum PaperData {
  /// - Throws: `paper.unreadable`, as all here.
  static func figures() throws(Fault) -> EngineFigures {
    guard let figures = EngineFigures.builtIn else { throw Fault(.paperUnreadable, "engine.json") }
    return figures
  }

  static func groups() throws(Fault) -> GroupFigures {
    guard let groups = GroupFigures.builtIn else { throw Fault(.paperUnreadable, "engine-groups.json") }
    return groups
  }

  static func laws() throws(Fault) -> Laws {
    guard let laws = Laws.builtIn else { throw Fault(.paperUnreadable, "laws.json") }
    return laws
  }
}

/// `intone card`: what the engine or a role model is made from, how good it is, what it is not for.
struct CardVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card",
    abstract: "The card of the engine or of a role model: data, figures with intervals, limits, what it is not for.",
    discussion: "Markdown.\n\nEXAMPLES\n  intone card engine\n  intone card sales --lang zh > sales-card.md")
  @Argument(help: "engine, or the id of a role model.") var subject: String
  @OptionGroup var inForce: InForceOptions

  func run() throws {
    let figures = try PaperData.figures()
    guard subject != "engine" else {
      return inForce.show(Card.engine(figures, try PaperData.groups(), running: Engine.version, inForce.lang), as: "card engine")
    }
    let model = try inForce.directories(inForce.settings()).model(named: subject)
    inForce.show(Card.role(model, figures, inForce.lang), as: "card " + model.id)
  }
}

/// Whose law a notice speaks of.
enum LawName: String, ExpressibleByArgument, CaseIterable { case eu, nyc, colorado, illinois, cn }

/// `intone notice`: what candidates are told before an interview.
struct NoticeVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notice",
    abstract: "What candidates of a role are told: what is measured, what never is, retention, whom to ask, how to be judged by a person.",
    discussion: """
      Markdown, made from the role model, the configuration and the engine in force. Lines that only the employer can fill in \
      are marked. It says which paragraphs speak of what, and as of when; it does not say that a law is kept.

      EXAMPLES
        intone notice sales --law cn --lang zh > notice.md
        intone notice software-engineer --law nyc --lang en --employer "Example Inc." --contact "hr@example.com"
      """)
  @Argument(help: "The id of a role model, or the path of a .yaml file.") var role: String
  @Option(help: "Whose law it speaks of: eu, nyc, colorado, illinois or cn.") var law: LawName
  @Option(help: "Who asks for the interview; else a line to fill in.") var employer: String?
  @Option(help: "Whom candidates may ask; else a line to fill in.") var contact: String?
  @OptionGroup var inForce: InForceOptions

  func run() throws {
    let settings = try inForce.settings()
    let laws = try PaperData.laws()
    guard let law = laws[law.rawValue] else { throw Fault(.paperUnreadable, "laws.json: \(law.rawValue)") }
    var notice = Notice(
      try inForce.directories(settings).model(named: role),
      retention: settings.noticeRetention, engine: Engine.version, figures: try PaperData.figures())
    (notice.hasTranscriber, notice.hasJudge) = (settings.transcriber != nil, settings.judge != nil)
    (notice.employer, notice.contact) = (employer, contact)
    inForce.show(notice.text(law, asOf: laws.as_of, inForce.lang), as: "notice \(notice.model.id) \(law.id)")
  }
}

/// `intone dossier`: technical documentation as a directory of files.
struct DossierVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dossier",
    abstract: "Technical documentation in the order of the EU AI Act's Annex IV, with cards, rules, bill of materials and hashes.",
    discussion: """
      Writes a directory: dossier.md (what software can fill in, and the rest as questions), engine-card.md, a card and the rules \
      of each role model, sbom.cdx.json (CycloneDX) with the hashes of programs and libraries on this machine, SHA256SUMS. It says nowhere \
      that a law is kept.

      EXAMPLE
        sudo intone dossier /srv/dossier-2026-11 --lang en
      """)
  @Argument(help: "The directory; it is made where it is missing.", completion: .directory) var directory: String
  @OptionGroup var inForce: InForceOptions

  private struct Object: Document {
    let directory: String
    let files: [String]
  }

  func run() throws {
    let settings = try inForce.settings()
    let (figures, laws, language) = (try PaperData.figures(), try PaperData.laws(), inForce.lang)
    guard let law = laws["eu"] else { throw Fault(.paperUnreadable, "laws.json: eu") }
    let models = inForce.directories(settings).library().models.sorted { $0.id < $1.id }
    let dossier = Dossier(
      engine: Engine.version, models: models, settings: settings.shown.map { ($0.key, $0.text, $0.origin) },
      retention: settings.noticeRetention, figures: figures, components: Component.builtIn)
    var files: [(name: String, text: String)] = [
      ("dossier.md", dossier.text(law, asOf: laws.as_of, language)),
      ("engine-card.md", Card.engine(figures, try PaperData.groups(), running: Engine.version, language)),
    ]
    for model in models {
      files.append(("card-\(model.id).md", Card.role(model, figures, language)))
      files.append(("scoring-\(model.id).md", ScoringDocument(model).markdown(in: language)))
    }
    files.append(("sbom.cdx.json", BillOfMaterials.cycloneDX(Component.builtIn, files: Self.installed(), version: Engine.version)))
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Fault(.fileUnwritable, directory)
    }
    var sums = ""
    for (name, text) in files {
      try PrivateFile.write(text, to: directory + "/" + name)
      sums += Files.hash(Array(text.utf8)).hex + "  " + name + "\n"
    }
    try PrivateFile.write(sums, to: directory + "/SHA256SUMS")
    let written = files.map(\.name) + ["SHA256SUMS"]
    if inForce.json {
      return print(Object(directory: directory, files: written).json.text)
    }
    print(written.map { directory + "/" + $0 }.joined(separator: "\n"))
  }

  /// Both programs and the libraries that this one has loaded, with their hashes; what cannot be read is left out.
  private static func installed() -> [HashedFile] {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let daemon = own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/intoned"
    // `address rights offset device inode          /usr/lib/…/libsndfile.so.1.0.35`
    let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
    let libraries = maps.split(separator: "\n").compactMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } }
    return Set([own, daemon] + libraries.filter { $0.contains(".so") }).sorted().compactMap { path in
      (try? Files.hashed(path: path).hash.hex).map { HashedFile(path: path, sha256: $0) }
    }
  }
}
