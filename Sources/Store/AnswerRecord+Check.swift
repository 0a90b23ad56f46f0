import Interview

extension AnswerRecord {
  /// Throws `store.record-refused` where a value is not finite: no store could give it back.
  public func check() throws(Fault) {
    for (measure, measured) in measures {
      if let value = measured.value, !value.isFinite { throw Fault(.storeRecordRefused, "\(key.id): \(measure.rawValue)") }
    }
    for lost in scorecard?.lostPoints ?? [] {
      let values = [lost.value, lost.expectedLow, lost.expectedHigh].compactMap(\.self) + lost.spans.flatMap { [$0.start, $0.end] }
      guard values.allSatisfy(\.isFinite) else { throw Fault(.storeRecordRefused, "\(key.id): \(lost.code)") }
    }
    guard arrivedAt.isFinite else { throw Fault(.storeRecordRefused, "\(key.id): arrival") }
  }
}
