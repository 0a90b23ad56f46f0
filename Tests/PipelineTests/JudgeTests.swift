@testable import Assessment
import Foundation
import Interview
import TestSupport
import Testing
import Transcripts

/// Judges that are small scripts, asked about one short answer.
struct JudgeTests {
  private let scratch: RecordingScratch
  private static let said = "客户最担心的是交付周期，我先去了他们的仓库，看了三天出货。Then we moved the cut-off by two hours, and returns fell by a third."
  private static let groups = [
    KeywordGroup(name: "需求 / needs", terms: ["需求"]), KeywordGroup(name: "方案 / offer", terms: ["方案"]),
    KeywordGroup(name: "结果 / result", terms: ["结果"]),
  ]
  private let request = JudgeRequest(language: .zh, question: "q1", questionText: "请讲一次说服客户的经历", groups: groups, transcript: said)

  init() throws { scratch = try RecordingScratch() }

  private func judge(_ script: String, timeout: Double = 20) throws -> Judge {
    let path = try scratch.write(Array("#!/usr/bin/python3\nimport json, sys\n\(script)\n".utf8), as: "judge")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    let configuration = CommandConfiguration(command: [path, "{request}"], timeout: timeout, memory: 1 << 30)
    return try Judge(configuration, scratch: scratch.file("scratch"), processors: 1) { ProcessInfo.processInfo.systemUptime }
  }

  /// A judge that answers with this list of groups.
  private func answer(_ groups: String, judge: String = #"{"name": "own", "version": "1"}"#) -> String {
    "print(json.dumps({'schema': 'intone.judge/1', 'judge': json.loads('\(judge)'), 'groups': json.loads('''\(groups)''')}))"
  }

  private func judged(_ verdict: JudgeVerdict) -> JudgedAnswer {
    let transcript = Transcript(format: "text", declaredLanguage: nil, segments: [TranscriptSegment(text: Self.said)], timing: .none)
    let finder = QuoteFinder(transcript, segments: [TimeRange(0, 20)], duration: 20)
    return JudgedAnswer(verdict, request: request.hash, groups: Self.groups.map(\.name), finder: finder)
  }

  private func failure(_ script: String, timeout: Double = 20) throws -> Fault {
    try #require(throws: Fault.self) { try judge(script, timeout: timeout).ask(request) }
  }

  @Test func `it gets question, groups and transcript as one object, by standard input and by path`() throws {
    let script = """
      one = json.load(sys.stdin); two = json.load(open(sys.argv[1])); assert one == two
      assert one['schema'] == 'intone.judge/1' and one['language'] == 'zh' and one['question'] == {'id': 'q1', 'text': '请讲一次说服客户的经历'}
      assert [g['group'] for g in one['groups']] == ['需求 / needs', '方案 / offer', '结果 / result'] and one['groups'][0]['terms'] == ['需求']
      quote = one['transcript'].split('，')[0]
      print(json.dumps({'schema': one['schema'], 'judge': {'name': 'own', 'version': '1.0'}, 'groups': [
        {'group': '需求 / needs', 'found': True, 'quotes': [quote]}, {'group': '方案 / offer', 'found': False}]}))
      """
    let verdict = try judge(script).ask(request)
    #expect(verdict == JudgeVerdict(name: "own", version: "1.0", quotes: ["需求 / needs": ["客户最担心的是交付周期"]]))
    let judged = judged(verdict)
    #expect(judged.hits.mapValues { $0.map(\.text) } == ["需求 / needs": ["客户最担心的是交付周期"]])
    #expect(judged.hits["需求 / needs"]?.first?.match == .judge && judged.hits["需求 / needs"]?.first?.range != nil)
    #expect(judged.refusals == [] && judged.mark == "judge.own.1.0")
  }

  @Test func `a quote that does not stand in the transcript word for word is refused`() {
    func reason(_ quotes: [String: [String]]) -> [JudgedAnswer.Refusal.Reason] {
      judged(JudgeVerdict(name: "own", version: "1", quotes: quotes)).refusals.map(\.reason)
    }
    #expect(reason(["结果 / result": ["Returns fell by a third"]]) == [], "case is no matter of words")
    #expect(reason(["结果 / result": ["returns fell by a half of it"]]) == [.notInTranscript])
    #expect(reason(["需求 / needs": ["客户担心的是交付周期"]]) == [.notInTranscript], "a word is left out")
    #expect(reason(["需求 / needs": ["仓库"]]) == [.tooShort])
    #expect(reason(["需求 / needs": []]) == [.noQuote])
    #expect(reason(["诚信 / honesty": ["客户最担心的是交付周期"]]) == [.unknownGroup])
    #expect(reason(["需求 / needs": ["我先去了他们的仓库"], "方案 / offer": ["去了他们的仓库，看了三天"]]) == [.alreadyUsed])
  }

  /// A model that took words of the transcript for an order finds everything, and has one sentence to show for it.
  @Test func `an order in the transcript that the judge obeys gains one group at most`() {
    let quotes = Dictionary(uniqueKeysWithValues: Self.groups.map { ($0.name, ["客户最担心的是交付周期"]) })
    let judged = judged(JudgeVerdict(name: "own", version: "1", quotes: quotes))
    #expect(judged.hits.keys.sorted() == ["需求 / needs"])
    #expect(judged.refusals.map(\.reason) == [.alreadyUsed, .alreadyUsed])
  }

  @Test func `one that fails, is slow, floods or writes something else gives its code`() throws {
    #expect(try failure("sys.exit(3)") == Fault(CommandFaults.judge.failed, "exit 3"))
    #expect(try failure("import time; time.sleep(100)", timeout: 0.5).code == CommandFaults.judge.timeout)
    #expect(try failure("print('x' * 3000000)").code == CommandFaults.judge.flood)
    #expect(try failure("print('Sure! Here is the JSON you asked for')") == Fault(CommandFaults.judge.unusable, "JSON"))
    #expect(try failure(answer("[]").replacingOccurrences(of: "judge/1", with: "judge/9")) == Fault(CommandFaults.judge.unusable, "schema"))
    let unnamed = try failure(answer("[]", judge: #"{"name": "a b", "version": "1"}"#))
    #expect(unnamed.code == CommandFaults.judge.unusable && unnamed.detail.hasPrefix("judge.name"))
  }

  @Test func `it reads no file but its request, and reaches no network`() throws {
    let secret = try scratch.write(Array("secret".utf8), as: "secret")
    let script = """
      import socket
      reached = []
      for name, attempt in {'file': lambda: open('\(secret)'), 'socket': lambda: socket.socket(), 'passwd': lambda: open('/etc/passwd')}.items():
        try: attempt(); reached.append(name)
        except OSError: pass
      assert reached == [], reached
      \(answer("[]"))
      """
    #expect(try judge(script).ask(request).quotes == [:])
  }

  @Test func `the same question about the same words has one hash, another wording has its own`() {
    var other = request
    #expect(other.hash == request.hash)
    other.question.text = "请讲一次失败的经历"
    #expect(other.hash != request.hash)
  }
}
