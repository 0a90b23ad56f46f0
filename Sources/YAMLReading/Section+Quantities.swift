import Interview

/// Durations and sizes: never without their unit.
extension Section {
  /// Seconds, from `120s`, `2m`, `500ms`, `24h`, `30d`, or `0`.
  public func duration(_ key: String, in range: ClosedRange<Double>) -> Double? {
    guard let text = string(key) else { return nil }
    if let value = Quantity.seconds(text), range.contains(value) { return value }
    let bounds = "\(Self.short(range.lowerBound))…\(Self.short(range.upperBound))"
    mistake(
      key,
      Quantity.lacksUnit(text)
        ? Bilingual(
          zh: "“\(text)”没有单位：请写 \(text)ms、\(text)s、\(text)m、\(text)h 或 \(text)d",
          en: "\(text) has no unit: write \(text)ms, \(text)s, \(text)m, \(text)h or \(text)d")
        : Bilingual(
          zh: "“\(text)”应为时长，如 120s、2m，范围 \(bounds) 秒", en: "\(text) is not a duration like 120s or 2m within \(bounds) s"))
    return nil
  }

  /// Bytes, from `500MB`, `4.5GB` or `6GiB`.
  public func size(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = string(key) else { return nil }
    if let value = Quantity.bytes(text), range.contains(value) { return value }
    mistake(
      key,
      Quantity.lacksUnit(text)
        ? Bilingual(
          zh: "“\(text)”没有单位：请写 \(text)B、\(text)MB、\(text)GB 或 \(text)GiB",
          en: "\(text) has no unit: write \(text)B, \(text)MB, \(text)GB or \(text)GiB")
        : Bilingual(
          zh: "“\(text)”应为大小，如 500MB、6GiB，范围 \(range.lowerBound)…\(range.upperBound) 字节",
          en: "\(text) is not a size like 500MB or 6GiB within \(range.lowerBound)…\(range.upperBound) bytes"))
    return nil
  }
}
