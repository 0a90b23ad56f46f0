// modules: Yams Interview YAMLReading Sessions
// length: 2048
import Interview
import Sessions
import YAMLReading

/// Any bytes as `session.yaml`: read within its bounds, or refused by a listed code.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  do throws(Fault) {
    let manifest = try Manifest(yaml: bytes, name: "session.yaml")
    precondition(manifest.questions.count <= 200)
    precondition(Set(manifest.questions.map(\.id)).count == manifest.questions.count)
    precondition(manifest.questions.allSatisfy { !$0.id.bytes.isEmpty && !$0.id.bytes.contains(0x2F) })
    precondition(manifest.questions.allSatisfy { $0.keywords.allSatisfy { !$0.terms.isEmpty } })
    precondition(manifest.deadline?.isFinite ?? true)
    precondition(manifest.accommodations.allSatisfy(Manifest.knownAccommodations.contains))
    var state = SessionState(now: 0)
    _ = try state.apply(.manifest(manifest))
    _ = try state.apply(.attempt(Attempt(question: "q1", number: 1, result: .silent, arrived: 1)))
    _ = state.progress
  } catch { precondition((FaultCode.documentCodes + FaultCode.sessionCodes).contains(error.code)) }
  return 0
}
