import Interview

/// Tells the JSON formats apart by the members that only one of them has. What none claims is refused: a guess would take
/// another vendor's milliseconds for seconds.
enum JSONFormats {
  typealias Reader = ([JSONValue]) throws(Fault) -> RawTranscript

  /// The reader of the first format whose mark is there; the order matters only where noted.
  static func reader(for documents: [JSONValue]) -> Reader? {
    guard let first = documents.first else { return nil }
    // One document is not copied: it may hold millions of values.
    let messages = documents.count == 1 ? first.array ?? [first] : documents.flatMap { $0.array ?? [$0] }
    if let reader = stream(messages) { return { _ throws(Fault) in reader(messages) } }
    if let items = first.array { return listReader(items) }
    return results(first) ?? clouds(first) ?? chineseCloud(first) ?? openSource(documents)
  }

  /// What comes message by message, and was kept line by line or as a list.
  private static func stream(_ messages: [JSONValue]) -> (([JSONValue]) -> RawTranscript)? {
    if Azure.utterances(messages) != nil { return Azure.readSDK }
    if Soniox.isAnswer(messages) { return Soniox.read }
    if Gladia.utterances(messages) != nil { return Gladia.read }
    if messages.contains(where: QwenASR.isAnswer) { return QwenASR.read }
    if Baidu.isAnswer(messages) { return Baidu.read }
    if Aliyun.isStream(messages) { return Aliyun.readStream }
    if Tencent.isOther(messages) { return Tencent.readOther }
    if IFlytek.isStream(messages) { return IFlytek.readStream }
    return nil
  }

  /// Five vendors keep their words under `results`.
  private static func results(_ first: JSONValue) -> Reader? {
    if first["response"]?["results"]?.array != nil || first["inlineResult"] != nil { return Google.read }
    guard let results = first["results"] else { return nil }
    guard let list = results.array else {
      if results["channels"]?.array != nil { return Deepgram.read }
      if results["items"]?.array != nil || results["transcripts"]?.array != nil { return AWS.read }
      return Google.isBatch(results) ? Google.read : nil
    }
    if list.contains(where: Speechmatics.isResult) { return Speechmatics.read }
    if list.contains(where: Watson.isResult) { return Watson.read }
    return list.allSatisfy(Google.isResult) ? Google.read : nil
  }

  private static func clouds(_ first: JSONValue) -> Reader? {
    if first["recognizedPhrases"]?.array != nil { return Azure.readBatch }
    if first["phrases"]?.array?.first.map({ $0.has("offsetMilliseconds") || $0.has("offset") }) ?? (first["combinedPhrases"] != nil) {
      return Azure.readFast
    }
    if first["Transcript"]?.array?.first?.has("BeginOffsetMillis") == true { return AWS.readCall }
    if first["monologues"]?.array?.contains(where: { $0.has("elements") }) == true { return Rev.read }
    if ElevenLabs.isAnswer(first) { return ElevenLabs.read }
    return AssemblyAI.isAnswer(first) ? AssemblyAI.read : nil
  }

  private static func chineseCloud(_ first: JSONValue) -> Reader? {
    if Tingwu.paragraphs(first) != nil { return Tingwu.read }
    if Volcengine.results(first) != nil { return Volcengine.read }
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
    if YouTube.isAnswer(first) { return YouTube.read }
    if Premiere.isAnswer(first) { return Premiere.read }
    if let pieces = first["transcription"]?.array {
      return pieces.allSatisfy({ $0.has("offsets") || $0.has("timestamps") }) ? Whisper.readCpp : nil
    }
    if NeMo.isAnswer(first) { return NeMo.read }
    if first["monologues"]?.array != nil { return Vosk.readMonologues }
    if HuggingFace.isAnswer(first) { return HuggingFace.read }
    if FunASR.isNano(first) { return FunASR.readNano }
    if first["segments"]?.array != nil { return Whisper.isAnswer(first) ? Whisper.read : nil }
    if first.has("tokens"), first.has("timestamps") { return SherpaOnnx.read }
    if documents.contains(where: { $0.has("stamp_sents") || $0.has("wav_name") || $0.has("is_final") && $0.has("text") }) {
      return FunASR.readRuntime
    }
    if FunASR.isAnswer(first) { return FunASR.read }
    if documents.contains(where: { Vosk.isUtterance($0) }) { return Vosk.read }
    if let text = first["text"]?.string {
      return text.hasPrefix("<|") && documents.allSatisfy({ $0.has("text") }) ? FunASR.read : Whisper.isAnswer(first) ? Whisper.read : nil
    }
    return nil
  }

  private static func listReader(_ items: [JSONValue]) -> Reader? {
    guard let first = items.first else { return FunASR.read }
    if first.has("onebest") { return IFlytek.readLegacy }
    if FunASR.isNano(first) { return FunASR.readNano }
    if NeMo.isAnswer(first) { return NeMo.read }
    if HuggingFace.isAnswer(first) || first.has("text") && first["timestamp"]?.array?.first?.number != nil {
      return HuggingFace.read
    }
    if first.has("tokens"), first.has("timestamps") { return SherpaOnnx.read }
    if FunASR.isAnswer(first) { return FunASR.read }
    if first.has("start"), first.has("end"), first.has("text") { return Whisper.isAnswer(.array(items)) ? Whisper.read : nil }
    if items.contains(where: { Vosk.isUtterance($0) }) { return Vosk.read }
    return first["text"]?.string?.hasPrefix("<|") == true || first.names == ["text"] ? FunASR.read : nil
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

extension JSONValue {
  /// The names of an object's members.
  var names: Set<String> { if case .object(let members) = self { Set(members.map(\.name)) } else { [] } }

  /// A figure in milliseconds, as seconds.
  var milliseconds: Double? { number.map { $0 / 1000 } }
}
