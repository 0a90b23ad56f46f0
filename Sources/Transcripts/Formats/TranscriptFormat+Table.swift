import Interview

/// What the table of formats says of each one.
extension TranscriptFormat {
  struct Entry {
    /// Who writes it.
    let tool: String
    /// How it is recognised.
    let shape: String
    /// The times in it.
    let times: String
    /// Where the shape is documented.
    let source: String
  }

  var entry: Entry {
    switch self {
    case .openAIWhisper:
      Entry(
        tool: "openai-whisper", shape: "object with `segments[{start, end, text, words?}]`", times: "seconds",
        source: "https://github.com/openai/whisper/blob/main/whisper/transcribe.py")
    case .fasterWhisper:
      Entry(
        tool: "faster-whisper (dumped dataclasses)", shape: "list of `{start, end, text, words}`, or `segments` beside `info`",
        times: "seconds", source: "https://github.com/SYSTRAN/faster-whisper")
    case .whisperX:
      Entry(
        tool: "WhisperX", shape: "`segments[].words[]` with `score`, or `word_segments`", times: "seconds; numerals may have none",
        source: "https://github.com/m-bain/whisperX/blob/main/whisperx/schema.py")
    case .whisperCpp:
      Entry(
        tool: "whisper.cpp -oj, -ojf", shape: "`transcription[{timestamps, offsets, text, tokens?}]`", times: "milliseconds",
        source: "https://github.com/ggml-org/whisper.cpp/blob/master/examples/cli/cli.cpp")
    case .whisperTSV:
      Entry(
        tool: "openai-whisper", shape: "first line `start<TAB>end<TAB>text`", times: "milliseconds",
        source: "https://github.com/openai/whisper/blob/main/whisper/utils.py")
    case .funASR:
      Entry(
        tool: "FunASR AutoModel", shape: "list of `{key, text, timestamp, sentence_info?}`", times: "milliseconds, a pair a token",
        source: "https://github.com/modelscope/FunASR")
    case .funASRRuntime:
      Entry(
        tool: "FunASR server", shape: "`mode`, `wav_name`, `is_final` or `stamp_sents`; JSON lines too",
        times: "milliseconds, as a list or as a string that holds one",
        source: "https://github.com/modelscope/FunASR/blob/main/runtime/docs/websocket_protocol.md")
    case .senseVoice:
      Entry(
        tool: "SenseVoice", shape: "text that begins with `<|zh|>` and more tags; the tags are dropped", times: "none",
        source: "https://github.com/FunAudioLLM/SenseVoice")
    case .sherpaOnnx:
      Entry(
        tool: "sherpa-onnx", shape: "`tokens[]` and `timestamps[]` side by side", times: "seconds, starts only",
        source: "https://github.com/k2-fsa/sherpa-onnx/blob/master/sherpa-onnx/csrc/offline-stream.cc")
    case .vosk:
      Entry(
        tool: "Vosk", shape: "`result[{conf, start, end, word}]` or `alternatives`; one object an utterance", times: "seconds",
        source: "https://github.com/alphacep/vosk-api/blob/master/src/vosk_api.h")
    case .voskMonologues:
      Entry(
        tool: "vosk-transcriber", shape: "`monologues[{speaker, start, end, terms}]`", times: "seconds",
        source: "https://github.com/alphacep/vosk-api")
    case .webVTT:
      Entry(
        tool: "WebVTT", shape: "first line `WEBVTT`; `<v Name>` or `Name:` names the speaker", times: "[HH:]MM:SS.mmm",
        source: "https://www.w3.org/TR/webvtt1/")
    case .subRip:
      Entry(
        tool: "SubRip", shape: "a line `HH:MM:SS,mmm --> HH:MM:SS,mmm`", times: "HH:MM:SS,mmm",
        source: "https://www.matroska.org/technical/subtitles.html")
    case .ctm:
      Entry(
        tool: "Kaldi, NIST sclite", shape: "lines `utterance channel start duration word [confidence]`", times: "seconds",
        source: "https://github.com/usnistgov/SCTK/blob/master/doc/infmts.htm")
    case .textGrid:
      Entry(
        tool: "Praat",
        shape:
          "`ooTextFile` of class TextGrid, long or short; of each speaker's tiers the one of words, told by its labels: no phones, no tones",
        times: "seconds", source: "https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html")
    default: cloudEntry
    }
  }

  private var cloudEntry: Entry {
    switch self {
    case .aliyun:
      Entry(
        tool: "Alibaba Cloud 录音文件识别",
        shape: "`Result.Sentences[{BeginTime, EndTime, Text}]`, `Words[]`; `flash_result.sentences`; messages `SentenceEnd`",
        times: "milliseconds, numbers or strings", source: "https://help.aliyun.com/document_detail/90727.html")
    case .aliyunBailian:
      Entry(
        tool: "Alibaba Cloud 百炼 (Paraformer, Fun-ASR)", shape: "`transcripts[].sentences[].words[]`; `output.sentence` of streams",
        times: "milliseconds",
        source: "https://help.aliyun.com/zh/model-studio/paraformer-recorded-speech-recognition-restful-api")
    case .tingwu:
      Entry(
        tool: "Alibaba Cloud 通义听悟", shape: "`Transcription.Paragraphs[{SpeakerId, Words[{SentenceId, Start, End, Text}]}]`",
        times: "milliseconds", source: "https://help.aliyun.com/zh/tingwu/offline-transcribe-of-audio-and-video-files")
    case .qwenASR:
      Entry(
        tool: "Qwen-ASR",
        shape: "`text` beside `time_stamps[{text, start_time, end_time}]`; a chat's answer annotated with `audio_info`",
        times: "seconds; none in a chat's answer", source: "https://github.com/QwenLM/Qwen3-ASR")
    case .baidu:
      Entry(
        tool: "Baidu 百度语音",
        shape: "`task_result.detailed_result[{res, begin_time, end_time}]` of one task; lines of type `FIN_TEXT`; `err_no`, `result[]`",
        times: "milliseconds", source: "https://ai.baidu.com/ai-doc/SPEECH/Klbxern8v")
    case .tencent:
      Entry(
        tool: "Tencent Cloud 语音识别",
        shape:
          "`Data.ResultDetail[{FinalSentence, StartMs, EndMs, Words}]`; `flash_result[].sentence_list`; lines with `voice_text_str`; `Response.Result`",
        times: "milliseconds; a word's from its sentence or from the beginning",
        source: "https://www.tencentcloud.com/document/api/1118/66926")
    case .iFlytek:
      Entry(
        tool: "iFlytek 录音文件转写", shape: "`content.orderResult`, JSON in strings in JSON; `lattice2` is taken before `lattice`",
        times: "milliseconds as strings; words in 10 ms frames", source: "https://www.xfyun.cn/doc/asr/ifasr_new/API.html")
    case .iFlytekLegacy:
      Entry(
        tool: "iFlytek 语音转写 (legacy)", shape: "`data` with `[{bg, ed, onebest, speaker}]`, also as a string",
        times: "milliseconds as strings", source: "https://www.xfyun.cn/doc/asr/lfasr/API.html")
    case .iFlytekStream:
      Entry(
        tool: "iFlytek 实时语音转写, 语音听写", shape: "messages with `data` that holds `cn.st`, or with `data.result.ws`",
        times: "milliseconds; words in 10 ms frames", source: "https://www.xfyun.cn/doc/asr/rtasr/API.html")
    case .huawei:
      Entry(
        tool: "Huawei Cloud SIS", shape: "`segments[{start_time, end_time, result{text, word_info}}]`", times: "milliseconds",
        source: "https://support.huaweicloud.com/api-sis/sis_03_0093.html")
    case .aws:
      Entry(
        tool: "Amazon Transcribe",
        shape: "`results.items[{start_time, end_time, alternatives, type}]`; call analytics' `Transcript[{Content, BeginOffsetMillis}]`",
        times: "seconds as strings; milliseconds",
        source: "https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html")
    case .google:
      Entry(
        tool: "Google Speech-to-Text v1, v2", shape: "`results[].alternatives[].words[]`, also in snake case",
        times: "strings like `1.400s`, or `{seconds, nanos}`",
        source: "https://cloud.google.com/speech-to-text/docs/reference/rest/v1/speech/recognize")
    case .azureBatch:
      Entry(
        tool: "Azure batch transcription", shape: "`recognizedPhrases[{offsetInTicks, durationInTicks, nBest}]`", times: "ticks of 100 ns",
        source: "https://learn.microsoft.com/azure/ai-services/speech-service/batch-transcription-get")
    case .azureFast:
      Entry(
        tool: "Azure fast transcription", shape: "`phrases[{offsetMilliseconds, durationMilliseconds, text, words}]`",
        times: "milliseconds",
        source: "https://learn.microsoft.com/azure/ai-services/speech-service/fast-transcription-create")
    case .azureSDK:
      Entry(
        tool: "Azure Speech SDK, REST, old batch service",
        shape: "objects with `RecognitionStatus` and `NBest[{Display, Words}]` or `DisplayText`, one, lines or a list",
        times: "ticks of 100 ns",
        source: "https://learn.microsoft.com/azure/ai-services/speech-service/get-speech-recognition-results")
    case .deepgram:
      Entry(
        tool: "Deepgram", shape: "`results.channels[].alternatives[].words[]`", times: "seconds",
        source: "https://developers.deepgram.com/reference/speech-to-text/listen-pre-recorded")
    default: vendorEntry
    }
  }

  private var vendorEntry: Entry {
    switch self {
    case .assemblyAI:
      Entry(
        tool: "AssemblyAI", shape: "`utterances[]` or `words[{text, start, end}]` in whole milliseconds", times: "milliseconds",
        source: "https://www.assemblyai.com/docs/api-reference/transcripts/get")
    case .speechmatics:
      Entry(
        tool: "Speechmatics (json-v2)", shape: "`results[{type, start_time, end_time, alternatives[{content}]}]`", times: "seconds",
        source: "https://docs.speechmatics.com/jobsapi")
    case .rev:
      Entry(
        tool: "Rev AI", shape: "`monologues[{speaker, elements[{type, value, ts, end_ts}]}]`", times: "seconds",
        source: "https://docs.rev.ai/api/asynchronous/reference/")
    case .soniox:
      Entry(
        tool: "Soniox", shape: "`tokens[{text, start_ms, end_ms, speaker}]`, messages too", times: "milliseconds",
        source: "https://soniox.com/docs/stt/concepts/timestamps")
    case .gladia:
      Entry(
        tool: "Gladia", shape: "`transcription` with `full_transcript` and `utterances[]`; messages with `data.utterance`; `prediction[]`",
        times: "seconds", source: "https://docs.gladia.io/api-reference/v2/pre-recorded/get")
    case .elevenLabs:
      Entry(
        tool: "ElevenLabs Scribe", shape: "`words[{text, start, end, type}]`; `audio_event` is left out", times: "seconds",
        source: "https://elevenlabs.io/docs/api-reference/speech-to-text/convert")
    case .watson:
      Entry(
        tool: "IBM Watson Speech to Text", shape: "`results[].alternatives[].timestamps[[word, from, to]]`, `speaker_labels`",
        times: "seconds", source: "https://cloud.ibm.com/apidocs/speech-to-text")
    case .volcengine:
      Entry(
        tool: "Volcengine 火山引擎 (豆包)", shape: "`result.utterances[{text, start_time, end_time, words}]`", times: "milliseconds",
        source: "https://www.volcengine.com/docs/6561/1354868")
    case .neMo:
      Entry(
        tool: "NVIDIA NeMo", shape: "lines with `pred_text`; `timestamp{word, segment}`; `transcription` beside `words` or `sentences`",
        times: "seconds", source: "https://github.com/NVIDIA/NeMo/blob/main/examples/asr/transcribe_speech.py")
    case .huggingFace:
      Entry(
        tool: "Hugging Face pipelines", shape: "`chunks[{text, timestamp: [from, to]}]`", times: "seconds; the last end may be missing",
        source: "https://huggingface.co/docs/transformers/main_classes/pipelines")
    case .funASRNano:
      Entry(
        tool: "Fun-ASR-Nano", shape: "`timestamps[{token, start_time, end_time}]` or `ctc_text`", times: "seconds",
        source: "https://github.com/FunAudioLLM/Fun-ASR")
    case .youTube:
      Entry(
        tool: "YouTube (json3)", shape: "`events[{tStartMs, dDurationMs, segs[{utf8, tOffsetMs}]}]`", times: "milliseconds",
        source: "https://github.com/yt-dlp/yt-dlp")
    case .premiere:
      Entry(
        tool: "Adobe Premiere", shape: "`segments[].words[{text, start, duration, eos}]`", times: "seconds",
        source: "https://helpx.adobe.com/premiere-pro/using/speech-to-text.html")
    case .subStation:
      Entry(
        tool: "Aegisub, ffmpeg", shape: "`[Script Info]` and lines `Dialogue: …`", times: "H:MM:SS.cc",
        source: "https://github.com/libass/libass/wiki/ASS-File-Format-Guide")
    case .table:
      Entry(
        tool: "spreadsheets, whisper.cpp -ocsv, Audacity",
        shape: "CSV or TSV with columns for start and text; or rows of two times and a text",
        times: "seconds, milliseconds (by the column's name or the figures) or clock times",
        source: "https://www.rfc-editor.org/rfc/rfc4180")
    case .timedText:
      Entry(
        tool: "whisper's and NeMo's output, LRC, SBV, meeting tools",
        shape: "lines that begin with a time: `[00:00.000 --> 00:05.000]`, `[00:12.34]`, `0:06` on its own line, `Alice 0:06`",
        times: "clock times or seconds; without an end, until the next", source: "—")
    default: Entry(tool: "anybody", shape: "anything else that is text", times: "none", source: "—")
    }
  }

  /// The part of `docs/formats.md` about transcripts, generated so that it cannot be wrong.
  public static var document: String {
    var lines = [
      "## Transcripts", "",
      "A format is told by the shape of the content; the file's name does not matter. JSON that is of none of these shapes is",
      "refused. Text may be UTF-8, UTF-16 or UTF-32, GB 18030, Big5, Shift-JIS, EUC-KR or Windows-1252, with any line ends; what",
      "is none of them for sure is refused. A stray byte is left out, and a note says how many were.", "",
      "Where several people speak, the candidate's words are taken: the speaker whom the manifest names, else the one who says",
      "most. A name before a colon (`Name: …`) is a speaker where the text as a whole says so: the manifest names it; it is a role",
      "(Speaker 1, Interviewer, 面试官); names return and label most lines; or every line has its own and looks like a dialogue.",
      "Headings of an answer (`Result: …`, 结果：…) are words.", "",
      "Not counted, in any format: tags and emoji, whatever a recogniser means by them, notes on sounds in",
      "brackets or asterisks (`[laughter]`, `(music)`, `*sighs*`, （笑声）) and songs between notes (`♪`), entities and tags of HTML,",
      "lines that rolling captions show again. No result holds them; only the delivered file is archived as it is. Round brackets that",
      "hold speech are speech. Times written",
      "into a text are its times; a time of day in a sentence is said. Times beyond the end of the sound are cut to it, with a note;",
      "words that stand wholly beyond it are left out where they are few, and else the transcript is of something else. Text that",
      "nobody can have said in the recording's time (more than 60 characters a second and 10,240) is refused. A file larger than",
      "1 MiB is refused before it is read where it is larger than any transcript of a recording of that length: JSON of more than",
      "64 KiB a second and 1 MiB, or 64 MiB, or of more than 2,000 values a second and 200,000, or 2.5 million; anything else of more than",
      "4 KiB a second and 1 MiB, or 16 MiB, or of more than 100 lines a second and 20,000, or 250,000.", "",
      "| name | written by | recognised by | times | documented at |", "|---|---|---|---|---|",
    ]
    for format in allCases {
      let entry = format.entry
      lines.append("| `\(format.rawValue)` | \(entry.tool) | \(entry.shape) | \(entry.times) | \(entry.source) |")
    }
    lines += ["", "What can go wrong:", "", "| code | cause | what to do |", "|---|---|---|"]
    for code in FaultCode.transcriptCodes { lines.append("| `\(code.code)` | \(code.cause.en) | \(code.action.en) |") }
    return lines.joined(separator: "\n") + "\n"
  }
}
