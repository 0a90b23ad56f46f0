import Interview

/// Every shape of transcript that is read, by the stable name that stands in results and in `docs/formats.md`.
public enum TranscriptFormat: String, Sendable, Hashable, CaseIterable {
  case openAIWhisper = "openai-whisper"
  case fasterWhisper = "faster-whisper"
  case whisperX = "whisperx"
  case whisperCpp = "whisper.cpp"
  case whisperTSV = "whisper-tsv"
  case funASR = "funasr"
  case funASRRuntime = "funasr-runtime"
  case senseVoice = "sensevoice"
  case sherpaOnnx = "sherpa-onnx"
  case vosk = "vosk"
  case voskMonologues = "vosk-monologues"
  case webVTT = "webvtt"
  case subRip = "srt"
  case ctm = "ctm"
  case textGrid = "textgrid"
  case aliyun = "aliyun"
  case aliyunBailian = "aliyun-bailian"
  case tingwu = "aliyun-tingwu"
  case qwenASR = "qwen-asr"
  case baidu = "baidu"
  case tencent = "tencent"
  case iFlytek = "iflytek"
  case iFlytekLegacy = "iflytek-legacy"
  case iFlytekStream = "iflytek-stream"
  case huawei = "huawei"
  case aws = "aws-transcribe"
  case google = "google"
  case azureBatch = "azure-batch"
  case azureFast = "azure-fast"
  case azureSDK = "azure-sdk"
  case deepgram = "deepgram"
  case assemblyAI = "assemblyai"
  case speechmatics = "speechmatics"
  case rev = "rev"
  case soniox = "soniox"
  case gladia = "gladia"
  case elevenLabs = "elevenlabs"
  case watson = "watson"
  case volcengine = "volcengine"
  case neMo = "nemo"
  case huggingFace = "huggingface"
  case funASRNano = "funasr-nano"
  case youTube = "youtube"
  case premiere = "premiere"
  case subStation = "ass"
  case table = "table"
  case timedText = "timed-text"
  case plainText = "text"

  /// All names, for messages.
  static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// Whether this recogniser is known to leave out fillers, so that a text without any says nothing about the speaker.
  ///
  /// Whisper: faster-whisper issue 901; Azure: cognitive-services-speech-sdk issue 2637. Most cloud services smooth by default;
  /// Speechmatics, Rev, ElevenLabs, Watson and Volcengine keep hesitations unless asked not to.
  var dropsFillers: Bool {
    switch self {
    case .openAIWhisper, .fasterWhisper, .whisperX, .whisperCpp, .whisperTSV, .azureBatch, .azureFast, .azureSDK, .aws, .google,
      .deepgram, .aliyun, .aliyunBailian, .tingwu, .qwenASR, .baidu, .tencent, .iFlytek, .iFlytekLegacy, .iFlytekStream, .huawei,
      .assemblyAI, .soniox, .gladia, .huggingFace, .youTube, .premiere:
      true
    case .funASR, .funASRRuntime, .senseVoice, .sherpaOnnx, .vosk, .voskMonologues, .webVTT, .subRip, .ctm, .textGrid, .speechmatics,
      .rev, .elevenLabs, .watson, .volcengine, .neMo, .funASRNano, .subStation, .table, .timedText, .plainText:
      false
    }
  }
}
