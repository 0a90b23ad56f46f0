// modules: RealModule Yams Interview YAMLReading Tables RoleModels
// length: 4096
import Interview
import RoleModels
import YAMLReading

private let evidence = {
  var evidence = Evidence(
    measures: [:], spans: [:], keywords: .value([KeywordFinding(group: "g", hits: [])]), structure: .value([]), language: .en, text: "")
  for (index, measure) in Measure.allCases.enumerated() where index % 3 > 0 { evidence.measures[measure] = .value(Double(index) / 7) }
  return evidence
}()
private let hash = ContentHash(hex: String(repeating: "0", count: 64))

/// Any bytes as a role model: a model that is taken scores within 0…100, and its lost points are what is missing; as an
/// advice catalogue: taken, or refused by a listed code.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  let codes = FaultCode.documentCodes + FaultCode.roleModelCodes
  do throws(Fault) {
    let model = try RoleModel(bytes, name: "model.yaml", hash: hash)
    let card = model.score(evidence)
    if let overall = card.overall {
      precondition((0...100).contains(overall.value))
      let lost = card.lostPoints.reduce(0) { $0 + $1.points.hundredths }
      precondition(lost == 10_000 - overall.hundredths)
    }
    precondition(!ScoringDocument(model).markdown(in: .en).isEmpty)
  } catch { precondition(codes.contains(error.code)) }
  // The advice catalogue has another grammar: one input in four is enough to reach it.
  guard count % 4 == 0 else { return 0 }
  do throws(Fault) { _ = try AdviceCatalogue(bytes, name: "advice.yaml") } catch { precondition(codes.contains(error.code)) }
  return 0
}
