import Files
import FoundationEssentials
import Interview
import RoleModels

/// Where role models and the advice catalogue are found: directories, the first that has a file of a name wins.
public struct ModelDirectories: Sendable {
  public let paths: [String]
  /// Who may have written what is in them; nil: whoever names them answers for that.
  package let administrators: Administrators?

  /// The operator's own models come before those that the package brings.
  public static let installed = ["/etc/intone/models", "/usr/share/intone/models"]

  /// - Parameter named: directories to look in; when empty, `INTONE_MODELS` (separated by colons), else the installed
  ///   ones, else `models` in the working directory.
  public init(
    _ named: [String] = [], by administrators: Administrators? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.administrators = administrators
    if !named.isEmpty {
      paths = named
    } else if let listed = environment["INTONE_MODELS"], !listed.isEmpty {
      paths = listed.split(separator: ":").map(String.init)
    } else {
      let present = Self.installed.filter { FileManager.default.fileExists(atPath: $0) }
      paths = present.isEmpty ? ["models"] : present
    }
  }

  /// Every role model found. A file that is wrong is reported in the library, and hides no other.
  public func library() -> RoleModelLibrary {
    var read: [(name: String, bytes: [UInt8], hash: ContentHash)] = []
    var unreadable: [(file: String, fault: Fault)] = []
    for path in files() {
      do throws(Fault) {
        let bytes = try Files.read(path: path, limit: 1 << 20, by: administrators)
        read.append((path, bytes, Files.hash(bytes)))
      } catch {
        unreadable.append((path, error))
      }
    }
    return RoleModelLibrary(read, unreadable: unreadable)
  }

  /// The model with this id, or the one in the file of this path.
  /// - Throws: `model.unknown`, `model.invalid`, `file.…`.
  public func model(named name: String) throws(Fault) -> RoleModel {
    if name.hasSuffix(".yaml") || name.contains("/") {
      let bytes = try Files.read(path: name, limit: 1 << 20)
      return try RoleModel(bytes, name: name, hash: Files.hash(bytes))
    }
    let library = library()
    // A model that is there and wrong is a better answer than that there is none.
    if let broken = library.faults.first(where: { $0.file.hasSuffix("/\(name).yaml") }) { throw broken.fault }
    return try library.model(name)
  }

  /// Every file of a role model, the first directory's before the others'; of two of one name the first.
  public func files() -> [String] {
    var seen: Set<String> = []
    return paths.flatMap { directory -> [String] in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
      return names.sorted().filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") && seen.insert($0).inserted }.map { directory + "/" + $0 }
    }
  }

  /// The file meant by a path, by a file's name without its ending, or by a model's id.
  /// - Throws: `model.unknown`, `file.…`.
  public func path(of name: String) throws(Fault) -> String {
    if name.hasSuffix(".yaml") || name.contains("/") { return name }
    // A model that is there and wrong has no id to be found by.
    if let path = files().first(where: { $0.hasSuffix("/\(name).yaml") }) { return path }
    return try file(of: name)
  }

  /// The file that declares the model with this id.
  /// - Throws: `model.unknown`, `file.…`.
  public func file(of id: String) throws(Fault) -> String {
    for path in files() {
      let bytes = try Files.read(path: path, limit: 1 << 20)
      // A file that is wrong declares nothing.
      if (try? RoleModel(bytes, name: path, hash: Files.hash(bytes)).id) == id { return path }
    }
    throw Fault(.modelUnknown, id)
  }

  /// The advice catalogue: every file of `advice/` in the first directory that has one; empty without any.
  /// - Throws: `advice.invalid`, `document.…`, `file.…`.
  public func advice() throws(Fault) -> AdviceCatalogue {
    for directory in paths.map({ $0 + "/advice" }) {
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else { continue }
      var catalogue = AdviceCatalogue()
      for name in names.sorted() where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
        let path = directory + "/" + name
        catalogue = try catalogue.adding(Files.read(path: path, limit: 1 << 20, by: administrators), name: path)
      }
      return catalogue
    }
    return AdviceCatalogue()
  }
}
