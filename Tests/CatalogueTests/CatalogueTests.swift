import Assessment
import Control
import Desk
import Files
import Foundation
import Inbox
import Interview
import Maintenance
import Pipeline
import Queries
import Recordings
import Reports
import RoleModels
import Seal
import Sessions
import Settings
import Speech
import Store
import Tables
import Testing
import Transcripts
import Webhooks
import Vault
import YAMLReading

@testable import intone

/// Every code that a person can meet, by the part it comes from.
private let catalogue: [(part: Bilingual, codes: [FaultCode])] = [
  (Bilingual(zh: "录音", en: "Recordings"), FaultCode.recordingsCodes + FaultCode.speechCodes),
  (Bilingual(zh: "转写", en: "Transcripts"), FaultCode.transcriptCodes + FaultCode.transcriberCodes + FaultCode.judgeCodes),
  (Bilingual(zh: "收件目录", en: "Inbox"), FaultCode.inboxCodes),
  (Bilingual(zh: "场次与清单", en: "Sessions and manifests"), FaultCode.sessionCodes + FaultCode.keepingCodes),
  (
    Bilingual(zh: "岗位模型与文档", en: "Role models and documents"),
    FaultCode.roleModelCodes + FaultCode.documentCodes + FaultCode.tableCodes + FaultCode.comparisonCodes + FaultCode.baselineCodes
  ),
  (Bilingual(zh: "存储", en: "Store"), FaultCode.storeCodes),
  (
    Bilingual(zh: "文件与报告", en: "Files and reports"),
    FaultCode.fileCodes + FaultCode.sealCodes + FaultCode.objectsCodes + FaultCode.submissionCodes + [.inputUnspoolable]
      + FaultCode.reportCodes
      + FaultCode.deskCodes
  ),
  (
    Bilingual(zh: "配置、套接字与命令", en: "Configuration, socket and command"),
    FaultCode.settingsCodes + FaultCode.controlCodes + FaultCode.webhookCodes + FaultCode.commandCodes + [.selftestSamplesMissing]
  ),
]

struct CatalogueTests {
  private let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private let codes = catalogue.flatMap(\.codes)

  private var page: String {
    var text = """
      # What can go wrong, by code

      Every failure that a person can meet has a code that stays, a cause, and what to do. It stands in messages, in
      `reason.json` beside a quarantined file, in `intone status`, in the journal and in the socket's problem documents. *Again*:
      whether Intone tries by itself once more. This page is generated; `INTONE_RECORD=1 swift test --filter CatalogueTests` writes it.


      """
    for (part, codes) in catalogue {
      text += "## \(part.en) · \(part.zh)\n\n| code | cause | what to do | again |\n|---|---|---|---|\n"
      for code in codes.sorted(by: { $0.code < $1.code }) {
        text +=
          "| `\(code.code)` | \(cell(code.cause.en))<br>\(cell(code.cause.zh)) | \(cell(code.action.en))<br>\(cell(code.action.zh)) | \(again(code.retry)) |\n"
      }
      text += "\n"
    }
    return text
  }

  private func again(_ retry: FaultCode.Retry) -> String {
    switch retry {
    case .never: "no"
    case .later: "yes"
    case .limited: "a few times"
    }
  }

  private func cell(_ text: String) -> String { text.replacingOccurrences(of: "|", with: "\\|").replacingOccurrences(of: "\n", with: " ") }

  @Test func `the page of errors says what the code says`() throws {
    let file = repository.appendingPathComponent("docs/errors.md")
    if ProcessInfo.processInfo.environment["INTONE_RECORD"] != nil { try Data(page.utf8).write(to: file) }
    #expect(try String(contentsOf: file, encoding: .utf8) == page, "docs/errors.md is not as the code is")
  }

  @Test func `the operator's page leads to the page of errors, and names no code that does not exist`() throws {
    let manual = try String(contentsOf: repository.appendingPathComponent("docs/operations.md"), encoding: .utf8)
    #expect(manual.contains("](errors.md)"))
    let known = Set(codes.map(\.code)).union(StoreEvent.Kind.allCases.map(\.rawValue))
    let parts = Set(codes.map { String($0.code.prefix { $0 != "." }) })
    let named = manual.matches(of: /`([a-z]+)\.([a-z-]+)`/).filter { parts.contains(String($0.1)) && !["yaml", "json"].contains($0.2) }
    #expect(named.count > 8)
    for code in named { #expect(known.contains("\(code.1).\(code.2)"), "\(code.0)") }
  }

  @Test func `no code is given twice, and no two codes tell the same cause`() {
    #expect(Set(codes.map(\.code)).count == codes.count)
    #expect(Set(codes.map(\.cause.en)).count == codes.count)
    #expect(Set(codes.map(\.cause.zh)).count == codes.count)
  }

  @Test func `every code has a dotted name, a cause and an action in both languages`() {
    for code in codes {
      #expect(code.code.wholeMatch(of: /[a-z-]+\.[a-z0-9-]+/) != nil, "\(code.code)")
      for text in [code.cause.zh, code.cause.en, code.action.zh, code.action.en] { #expect(!text.isEmpty, "\(code.code)") }
    }
  }

  @Test func `every code that the sources make is in the catalogue`() throws {
    let known = Set(codes.map(\.code))
    let sources = repository.appendingPathComponent("Sources")
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
    var made = 0
    for file in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /FaultCode\(\s*"([a-z0-9.-]+)"/) {
        made += 1
        #expect(known.contains(String(match.1)), "\(match.1) of \(file.lastPathComponent) is in no list")
      }
    }
    #expect(made > 50)
  }
}
