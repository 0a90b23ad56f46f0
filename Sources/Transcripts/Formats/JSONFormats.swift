import Interview

/// Tells the JSON formats apart by the members that only one of them has.
enum JSONFormats {
  typealias Reader = ([JSONValue]) throws(Fault) -> Draft

  /// The reader of the first format whose mark is there; the order matters only where noted.
  static func reader(for documents: [JSONValue]) -> Reader? {
    guard let first = documents.first else { return nil }
    if let items = first.array { return listReader(items) }
    if first.has("transcription") { return Whisper.readCpp }
    if let results = first["results"] {
      if results.has("channels") { return Clouds.readDeepgram }
      if results.has("items") || results.has("transcripts") { return Clouds.readAWS }
      if results.array != nil { return Clouds.readGoogle }
    }
    if first["response"]?["results"]?.array != nil { return Clouds.readGoogle }
    if first.has("recognizedPhrases") { return Azure.readBatch }
    if first["phrases"]?.array?.first.map({ $0.has("offsetMilliseconds") || $0.has("offset") }) ?? first.has("combinedPhrases") {
      return Azure.readFast
    }
    return chineseCloud(first) ?? openSource(documents)
  }

  private static func chineseCloud(_ first: JSONValue) -> Reader? {
    if Aliyun.sentences(first) != nil { return Aliyun.read }
    if first["transcripts"]?.array?.first?.has("sentences") == true { return Aliyun.readBailian }
    if Tencent.details(first) != nil { return Tencent.read }
    if IFlytek.order(first) != nil { return IFlytek.read }
    if IFlytek.legacy(first) != nil { return IFlytek.readLegacy }
    if let segments = (first["segments"] ?? first["result"]?["segments"])?.array,
      segments.contains(where: { $0["result"]?.has("text") == true })
    {
      return Clouds.readHuawei
    }
    return nil
  }

  private static func openSource(_ documents: [JSONValue]) -> Reader? {
    let first = documents[0]
    if first.has("monologues") { return Vosk.readMonologues }
    if let segments = first["segments"]?.array {
      return segments.isEmpty || segments.contains { $0.has("text") } ? Whisper.read : nil
    }
    if first.has("tokens"), first.has("timestamps") { return SherpaOnnx.read }
    if documents.contains(where: { $0.has("stamp_sents") || $0.has("wav_name") || $0.has("is_final") && $0.has("text") }) {
      return FunASR.readRuntime
    }
    if first.has("key"), first.has("text") { return FunASR.read }
    if first.has("sentence_info") || first.has("text") && first.has("timestamp") { return FunASR.read }
    if documents.contains(where: { Vosk.isUtterance($0) }) { return Vosk.read }
    if let text = first["text"]?.string { return text.hasPrefix("<|") ? FunASR.read : Whisper.read }
    return nil
  }

  private static func listReader(_ items: [JSONValue]) -> Reader? {
    guard let first = items.first else { return FunASR.read }
    if first.has("onebest") { return IFlytek.readLegacy }
    if first.has("tokens"), first.has("timestamps") { return SherpaOnnx.read }
    if first.has("key") || first.has("timestamp") || first.has("sentence_info") { return FunASR.read }
    if first.has("start"), first.has("end"), first.has("text") { return Whisper.read }
    if items.contains(where: { Vosk.isUtterance($0) }) { return Vosk.read }
    return first["text"]?.string == nil ? nil : FunASR.read
  }

  /// The members at the top, for a message.
  static func describe(_ documents: [JSONValue]) -> String {
    switch documents.first {
    case .object(let members)?: "members " + members.prefix(8).map { String($0.name.prefix(24)) }.joined(separator: ", ")
    case .array(let items)?: "a list of \(items.count)"
    default: "a bare value"
    }
  }
}
