import FoundationEssentials
import Interview

/// What the judge wrote, read strictly. Its quotes are not believed yet: `JudgedQuotes` holds them against the transcript.
public struct JudgeVerdict: Sendable, Equatable {
  /// The judge's own name and version: part of what a score was made by.
  public var name: String
  public var version: String
  /// For each group that it found, the words that show it.
  public var quotes: [String: [String]]

  /// - Throws: `judge.output-unusable`, saying what is wrong.
  init(_ bytes: [UInt8]) throws(Fault) {
    struct Output: Decodable {
      struct Judge: Decodable {
        var name: String
        var version: String
      }
      struct Group: Decodable {
        var group: String
        var found: Bool
        var quotes: [String]?
      }
      var schema: String
      var judge: Judge
      var groups: [Group]
    }
    let output: Output
    do {
      output = try JSONDecoder().decode(Output.self, from: Data(bytes))
    } catch {
      throw Fault(CommandFaults.judge.unusable, "JSON")
    }
    guard output.schema == JudgeRequest.schema else { throw Fault(CommandFaults.judge.unusable, "schema") }
    for part in [output.judge.name, output.judge.version] where !Self.isName(part) {
      throw Fault(CommandFaults.judge.unusable, "judge.name, judge.version: 1 to 40 of A-Z a-z 0-9 . _ -")
    }
    name = output.judge.name
    version = output.judge.version
    quotes = Dictionary(
      output.groups.filter(\.found).map { ($0.group, $0.quotes ?? []) }, uniquingKeysWith: { first, second in first + second })
  }

  init(name: String, version: String, quotes: [String: [String]]) {
    self.name = name
    self.version = version
    self.quotes = quotes
  }

  /// It becomes part of the engine's version, which stands in columns, file names and metrics.
  static func isName(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
