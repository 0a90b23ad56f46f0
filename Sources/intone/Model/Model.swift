import ArgumentParser
import Assessment
import Documents
import Files
import Interview
import Queries
import RoleModels

/// `intone model`: role models on this machine; asks no daemon.
struct Model: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Role models: list, check, show, doc, schema.", discussion: "EXAMPLE\n  intone model check sales.yaml",
    subcommands: [ModelList.self, ModelCheck.self, ModelShow.self, ModelDoc.self, ModelSchema.self])
}

/// What every verb about role models may be told.
struct ModelOptions: ParsableArguments {
  @Flag(help: "Print the object for programs instead of text for people.") var json = false
  @Option(help: "A directory of role models; may be repeated.", completion: .directory) var models: [String] = []
  @Option(help: "The language of what is printed: zh or en.") var lang: Language = .ofTerminal

  var directories: ModelDirectories { ModelDirectories(models) }
}

/// `intone model list`: the models that are installed; exit code 1 where one cannot be read.
struct ModelList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "The models that are installed.")
  @OptionGroup var options: ModelOptions

  func run() throws {
    let library = options.directories.library()
    if options.json { print(JSON(encoding: library.models.map(\.heading)).text) }
    for model in library.models where !options.json {
      print(model.id.padded(to: 28) + model.reference.version.padded(to: 8) + model.name[options.lang])
    }
    for broken in library.faults { StandardError.print(broken.fault.report(subject: broken.file, in: options.lang)) }
    if !library.faults.isEmpty { throw ExitCode(1) }
  }
}

/// `intone model check`: every mistake with line and column; exit code 1 with one.
struct ModelCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Every mistake of a model with line and column, and what would be valid.")
  @Argument(help: "Ids or paths; all installed models without any.") var names: [String] = []
  @OptionGroup var options: ModelOptions

  func run() throws {
    let directories = options.directories
    var paths: [String] = []
    for name in names { paths.append(try directories.path(of: name)) }
    var failed = false
    var objects: [ModelCheckDocument] = []
    for path in names.isEmpty ? directories.files() : paths {
      do throws(Fault) {
        let bytes = try Files.read(path: path, limit: 1 << 20)
        let check = try RoleModel.check(bytes, name: path, hash: Files.hash(bytes))
        objects.append(ModelCheckDocument(check, file: path))
        if !options.json { print(check.text(path, in: options.lang)) }
        if check.model == nil { failed = true }
      } catch {
        failed = true
        objects.append(ModelCheckDocument(file: path, unreadable: error))
        StandardError.print(error.report(subject: path, in: options.lang))
      }
    }
    if options.json { print(JSON(encoding: objects).text) }
    if failed { throw ExitCode(1) }
  }
}

/// `intone model show`: one model with the SHA-256 that scorecards name.
struct ModelShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "A model's scoring in words, with its curves; with --json as an object.")
  @Argument(help: "Id or path.") var name: String
  @Flag(help: "Draw each curve.") var curve = false
  @OptionGroup var options: ModelOptions

  func run() throws {
    let model = try options.directories.model(named: name)
    if options.json { return print(model.document.json.text) }
    print(ScoringDocument(model).markdown(in: options.lang))
    guard curve else { return }
    for dimension in model.dimensions {
      for indicator in dimension.indicators {
        guard case .measure(let measure, let curve) = indicator.kind else { continue }
        print("\(dimension.id).\(indicator.id)  \(measure.meaning[options.lang])\n\(CurveDrawing(measure, curve).text(in: options.lang))\n")
      }
    }
  }
}

/// `intone model doc`: the rules of a model in words.
struct ModelDoc: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "doc", abstract: "The scoring document of a model, as Markdown.")
  @Argument(help: "Id or path; all installed models without one.") var names: [String] = []
  @OptionGroup var options: ModelOptions

  func run() throws {
    let directories = options.directories
    let models = try names.isEmpty ? directories.library().models : names.map { name throws(Fault) in try directories.model(named: name) }
    if options.json { return print(JSON(encoding: models.map(\.words)).text) }
    for model in models { print(ScoringDocument(model).markdown(in: options.lang)) }
  }
}

/// `intone model schema`: a JSON schema for editors.
struct ModelSchema: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "The JSON schema of a role model, for editors that complete and check YAML.")

  func run() { print(RoleModelSchema.text, terminator: "") }
}
