import Interview
import Tables

/// Who belongs to which groups, from a CSV file: `candidate`, then one column for each attribute (`gender`, `age`, …). It is
/// read for one audit and kept nowhere.
public struct GroupFile: Sendable {
  public let attributes: [String]
  /// Values by candidate, in the order of `attributes`; nil for an empty field.
  public let groups: [String: [String?]]

  /// - Throws: `table.invalid`, `table.column`; `table.duplicate` where a candidate stands twice.
  public init(_ bytes: [UInt8], name: String) throws(Fault) {
    let table = try Table(bytes, name: name)
    let key = try table.column("candidate", "id")
    let columns = table.header.indices.filter { $0 != key }
    guard !columns.isEmpty else { throw Fault(.tableColumn, "\(name): gender | age | …; \(table.header.joined(separator: ", "))") }
    var groups: [String: [String?]] = [:]
    for row in table.rows {
      let values = columns.map { row.fields[$0].isEmpty ? nil : row.fields[$0] }
      guard groups.updateValue(values, forKey: row.fields[key]) == nil else {
        throw Fault(.tableDuplicate, "\(name):\(row.line): \(table.header[key]): \(row.fields[key])")
      }
    }
    attributes = columns.map { table.header[$0] }
    self.groups = groups
  }
}

/// How people did later, from a CSV file: `candidate`, `outcome` (a number, greater is better).
public struct OutcomeFile: Sendable {
  public let outcomes: [String: Double]

  /// - Throws: `table.invalid`, `table.column`, `table.number`, `table.duplicate`.
  public init(_ bytes: [UInt8], name: String) throws(Fault) {
    let table = try Table(bytes, name: name)
    let (key, value) = (try table.column("candidate", "id"), try table.column("outcome", "performance"))
    var outcomes: [String: Double] = [:]
    for row in table.rows where !row.fields[value].isEmpty {
      guard let number = Double(row.fields[value]), number.isFinite else {
        throw Fault(.tableNumber, "\(name):\(row.line): \(table.header[value]): \(row.fields[value])")
      }
      guard outcomes.updateValue(number, forKey: row.fields[key]) == nil else {
        throw Fault(.tableDuplicate, "\(name):\(row.line): \(table.header[key]): \(row.fields[key])")
      }
    }
    self.outcomes = outcomes
  }
}

extension FaultCode {
  public static let tableDuplicate = FaultCode(
    "table.duplicate", cause: Bilingual(zh: "同一候选人出现了两次", en: "a candidate appears twice in the file"),
    action: Bilingual(zh: "每位候选人只保留一行。", en: "Keep one line for each candidate."))
  public static let tableNumber = FaultCode(
    "table.number", cause: Bilingual(zh: "该字段不是数字", en: "the field is not a number"),
    action: Bilingual(zh: "请填写数字，或留空。", en: "Put a number, or leave it empty."))
}
