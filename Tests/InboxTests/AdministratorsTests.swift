import Files
import Foundation
import Interview
import Testing

/// What an administrator lays down is used while nobody but him can have written it.
struct AdministratorsTests {
  private func code(_ mode: Int, directory: Int = 0o755, by administrators: Administrators?) throws -> String? {
    let location = FileManager.default.temporaryDirectory.appendingPathComponent("laid-down-\(UUID())")
    let file = location.appendingPathComponent("sales.yaml")
    try FileManager.default.createDirectory(at: location, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: location) }
    try Data("id: sales\n".utf8).write(to: file)
    for (url, mode) in [(file, mode), (location, directory)] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
    }
    do throws(Fault) {
      #expect(try Files.read(path: file.path, limit: 100, by: administrators).count == 10)
      return nil
    } catch { return error.code.code }
  }

  @Test func `a file or directory that everybody may write to is not used`() throws {
    let alone = Administrators(members: nil)
    #expect(try code(0o644, by: alone) == nil)
    #expect(try code(0o664, directory: 0o775, by: alone) == nil, "a group that nobody is in, or that was chosen for it")
    #expect(try code(0o646, by: alone) == "state.foreign")
    #expect(try code(0o644, directory: 0o1777, by: alone) == "state.foreign")
    #expect(try code(0o666, directory: 0o777, by: nil) == nil, "whoever runs a command names his own files")
  }

  @Test func `nor one that members of the daemon's group may write to`() throws {
    let members = Administrators(members: getegid())
    #expect(try code(0o640, directory: 0o750, by: members) == nil)
    #expect(try code(0o664, by: members) == "state.foreign")
    #expect(try code(0o644, directory: 0o775, by: members) == "state.foreign")
    #expect(try code(0o664, directory: 0o775, by: Administrators(members: getegid() + 1)) == nil)
  }
}
