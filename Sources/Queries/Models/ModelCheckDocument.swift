import Documents
import Files
import Interview
import RoleModels
import YAMLReading

/// What is wrong with a role model's text, as `intone model check --json` and `POST /v1/models/check` give it.
package struct ModelCheckDocument: Documents.Document {
  package struct Mistake: Documents.Document {
    /// From 1.
    package let line: Int
    package let column: Int
    /// The dotted path of the value, for example `dimensions[1].weight`.
    package let path: String
    /// What is wrong and what would be valid.
    package let problem: Bilingual

    package static let refined: [String: Shape] = ["line": .integer(minimum: 1), "column": .integer(minimum: 1)]
  }

  package let file: String
  package let valid: Bool
  package let id: String?
  package let version: String?
  /// In the order of the text.
  package let mistakes: [Mistake]
  /// It can be used, and this may not be meant.
  package let remarks: [Bilingual]
  /// Of what is no YAML at all, or cannot be read.
  package let code: String?
  package let detail: String?
  package let cause: Bilingual?
  package let action: Bilingual?

  package static let component: String? = "ModelCheck"
  package static let omitted = OmittedMembers.some(["code", "detail", "cause", "action"])

  package init(_ check: RoleModel.Check, file: String) {
    self.file = file
    valid = check.model != nil
    (id, version) = (check.model?.id, check.model?.reference.version)
    mistakes = check.mistakes.map { Mistake(line: $0.line, column: $0.column, path: $0.path, problem: $0.problem) }
    remarks = check.remarks
    (code, detail, cause, action) = (nil, nil, nil, nil)
  }

  package init(file: String, unreadable fault: Fault) {
    self.file = file
    (valid, id, version, mistakes, remarks) = (false, nil, nil, [], [])
    (code, detail, cause, action) = (fault.code.code, fault.detail, fault.code.cause, fault.code.action)
  }

  /// A text that nobody has put into a file.
  package init(ofText bytes: [UInt8], named name: String) {
    do throws(Fault) {
      self.init(try RoleModel.check(bytes, name: name, hash: Files.hash(bytes)), file: name)
    } catch {
      self.init(file: name, unreadable: error)
    }
  }
}
