import Interview
import Testing

@testable import Transcripts

private let asked = ["Please", "tell", "us", "about", "it"]
private let reported = ["We", "had", "a", "bug", "in", "our", "payment", "service"]
/// The words of both, a quarter of a second each: the question from 0, the answer from 2 s.
private let words: [(speaker: Int, text: String, start: Double, end: Double)] =
  asked.enumerated().map { (0, $1, Double($0) * 0.25, Double($0) * 0.25 + 0.25) }
  + reported.enumerated().map { (1, $1, 2 + Double($0) * 0.25, 2.25 + Double($0) * 0.25) }

private func each(_ write: ((speaker: Int, text: String, start: Double, end: Double)) -> String) -> String { list(words.map(write)) }

private func each(of speaker: Int, _ write: ((speaker: Int, text: String, start: Double, end: Double)) -> String) -> String {
  list(words.filter { $0.speaker == speaker }.map(write))
}

private func awsItem(_ word: (speaker: Int, text: String, start: Double, end: Double), _ more: String = "") -> String {
  #"{"start_time": "\#(word.start)", "end_time": "\#(word.end)", "alternatives": [{"confidence": "0.9", "content": "\#(word.text)"}], "type": "pronunciation"\#(more)}"#
}

@Suite struct `Speakers in each vendor's forms` {
  static let forms: [(String, String)] = [
    (
      "aws-transcribe",
      #"{"results": {"transcripts": [], "items": \#(each { awsItem($0) }), "speaker_labels": {"speakers": 2, "segments": [{"start_time": "0.0", "end_time": "1.25", "speaker_label": "spk_0", "items": \#(each(of: 0) { #"{"start_time": "\#($0.start)", "end_time": "\#($0.end)", "speaker_label": "spk_0"}"# })}, {"start_time": "2.0", "end_time": "4.0", "speaker_label": "spk_1", "items": \#(each(of: 1) { #"{"start_time": "\#($0.start)", "end_time": "\#($0.end)", "speaker_label": "spk_1"}"# })}]}}}"#
    ),
    (
      "aws-transcribe",
      #"{"results": {"transcripts": [], "items": \#(each { awsItem($0) }), "speaker_labels": {"segments": [{"start_time": "0.0", "end_time": "1.25", "speaker_label": "spk_0"}, {"start_time": "2.0", "end_time": "4.0", "speaker_label": "spk_1"}]}}}"#
    ),
    ("aws-transcribe", #"{"results": {"items": \#(each { awsItem($0, #", "speaker_label": "spk_\#($0.speaker)""#) })}}"#),
    (
      "aws-transcribe",
      #"{"results": {"items": \#(each { awsItem($0) }), "channel_labels": {"channels": [{"channel_label": "ch_0", "items": \#(each(of: 0) { awsItem($0) })}, {"channel_label": "ch_1", "items": \#(each(of: 1) { awsItem($0) })}]}}}"#
    ),
    (
      "aws-transcribe",
      #"{"Transcript": [{"ParticipantRole": "AGENT", "Content": "\#(asked.joined(separator: " "))", "BeginOffsetMillis": 0, "EndOffsetMillis": 1250}, {"ParticipantRole": "CUSTOMER", "Content": "\#(reported.joined(separator: " "))", "BeginOffsetMillis": 2000, "EndOffsetMillis": 4000}]}"#
    ),
    (
      "google",
      #"{"results": [{"alternatives": [{"transcript": "x", "words": \#(each { #"{"startTime": "\#($0.start)s", "endTime": "\#($0.end)s", "word": "\#($0.text)"}"# })}]}, {"alternatives": [{"words": \#(each { #"{"startTime": "\#($0.start)s", "endTime": "\#($0.end)s", "word": "\#($0.text)", "speakerTag": \#($0.speaker + 1)}"# })}]}]}"#
    ),
    (
      "google",
      #"{"results": [{"alternatives": [{"words": \#(each(of: 0) { #"{"startOffset": "\#($0.start)s", "endOffset": "\#($0.end)s", "word": "\#($0.text)", "speakerLabel": "1"}"# })}]}, {"alternatives": [{"words": \#(each(of: 1) { #"{"startOffset": "\#($0.start)s", "endOffset": "\#($0.end)s", "word": "\#($0.text)", "speakerLabel": "2"}"# })}]}]}"#
    ),
    (
      "google",
      #"{"results": [{"alternatives": [{"transcript": "x", "words": \#(each { #"{"start_time": {"seconds": "\#(Int($0.start))", "nanos": \#(ms($0.start) % 1000 * 1_000_000)}, "end_time": {"seconds": \#(Int($0.end)), "nanos": \#(ms($0.end) % 1000 * 1_000_000)}, "word": "\#($0.text)", "speaker_tag": \#($0.speaker + 1)}"# })}], "language_code": "en-us"}]}"#
    ),
    (
      "deepgram",
      #"{"results": {"channels": [{"alternatives": [{"transcript": "x", "words": \#(each { #"{"word": "\#($0.text)", "start": \#($0.start), "end": \#($0.end)}"# })}]}], "utterances": [{"start": 0, "end": 1.25, "speaker": 0, "transcript": "x"}, {"start": 2, "end": 4, "speaker": 1, "transcript": "x"}]}}"#
    ),
    (
      "deepgram",
      #"{"results": {"channels": [{"alternatives": [{"transcript": "x", "words": \#(each { #"{"word": "\#($0.text)", "start": \#($0.start), "end": \#($0.end)}"# }), "paragraphs": {"paragraphs": [{"speaker": 0, "start": 0, "end": 1.25}, {"speaker": 1, "start": 2, "end": 4}]}}]}]}}"#
    ),
    (
      "watson",
      #"{"result_index": 0, "results": [{"final": true, "alternatives": [{"transcript": "\#((asked + reported).joined(separator: " "))", "timestamps": \#(each { #"["\#($0.text)", \#($0.start), \#($0.end)]"# })}]}], "speaker_labels": \#(each { #"{"from": \#($0.start), "to": \#($0.end), "speaker": \#($0.speaker)}"# })}"#
    ),
    (
      "assemblyai",
      #"{"audio_duration": 5, "text": "x", "words": \#(each { #"{"text": "\#($0.text)", "start": \#(ms($0.start)), "end": \#(ms($0.end)), "confidence": 0.9, "speaker": "\#($0.speaker == 0 ? "A" : "B")"}"# })}"#
    ),
    (
      "speechmatics",
      #"{"format": "2.9", "results": \#(each { #"{"type": "word", "start_time": \#($0.start), "end_time": \#($0.end), "alternatives": [{"content": "\#($0.text)", "speaker": "S\#($0.speaker + 1)"}]}"# })}"#
    ),
    (
      "rev",
      #"{"monologues": [{"speaker": 0, "elements": \#(each(of: 0) { #"{"type": "text", "value": "\#($0.text)", "ts": \#($0.start), "end_ts": \#($0.end)}"# })}, {"speaker": 1, "elements": \#(each(of: 1) { #"{"type": "text", "value": "\#($0.text)", "ts": \#($0.start), "end_ts": \#($0.end)}"# })}]}"#
    ),
    (
      "elevenlabs",
      #"{"language_code": "eng", "text": "x", "words": \#(each { #"{"text": "\#($0.text)", "start": \#($0.start), "end": \#($0.end), "type": "word", "speaker_id": "speaker_\#($0.speaker)"}"# })}"#
    ),
    (
      "nemo",
      #"{"status": "Success", "transcription": "x", "words": \#(each { #"{"word": "\#($0.text)", "start_time": \#($0.start), "end_time": \#($0.end), "speaker": "speaker_\#($0.speaker)"}"# }), "sentences": []}"#
    ),
    (
      "nemo",
      #"{"monologues": [{"speaker": {"name": null, "id": "speaker_0"}, "terms": \#(each(of: 0) { #"{"start": \#($0.start), "end": \#($0.end), "text": "\#($0.text)", "type": "WORD"}"# })}, {"speaker": {"name": null, "id": "speaker_1"}, "terms": \#(each(of: 1) { #"{"start": \#($0.start), "end": \#($0.end), "text": "\#($0.text)", "type": "WORD"}"# })}]}"#
    ),
    (
      "huggingface",
      #"{"speakers": [{"speaker": "SPEAKER_00", "text": " \#(asked.joined(separator: " "))", "timestamp": [0, 1.25]}, {"speaker": "SPEAKER_01", "text": " \#(reported.joined(separator: " "))", "timestamp": [2, 4]}], "chunks": [{"text": "x", "timestamp": [0, 4]}], "text": "x"}"#
    ),
    (
      "volcengine",
      #"{"result": {"text": "x", "utterances": [{"text": "\#(asked.joined(separator: " "))", "start_time": 0, "end_time": 1250, "additions": {"speaker": "1"}}, {"text": "\#(reported.joined(separator: " "))", "start_time": 2000, "end_time": 4000, "additions": {"speaker": "2", "emotion": "angry"}}]}}"#
    ),
    (
      "tencent",
      #"{"Data": {"TaskId": 1, "ResultDetail": null, "Result": "[0:0.000,0:1.250,0]  \#(asked.joined(separator: " "))\n[0:2.000,0:4.000,1]  \#(reported.joined(separator: " "))\n"}}"#
    ),
    (
      "iflytek",
      #"{"content": {"orderResult": "\#(escaped(#"{"lattice": \#(list([0, 1].map { speaker in #"{"json_1best": "\#(escaped(#"{"st": {"bg": "\#(speaker * 2000)", "ed": "\#(speaker * 2000 + 2000)", "rl": "\#(speaker + 1)", "rt": [{"ws": \#(each(of: speaker) { #"{"wb": 1, "we": 2, "cw": [{"w": "\#($0.text)", "wp": "n"}]}"# })}]}}"#))", "spk": "段落-0"}"# }))}"#))"}}"#
    ),
    (
      "azure-sdk",
      list(
        [0, 1].map { speaker in
          #"{"RecognitionStatus": "Success", "Type": "ConversationTranscription", "SpeakerId": "Guest-\#(speaker + 1)", "Offset": \#(speaker * 20_000_000), "Duration": \#(speaker == 0 ? 12_500_000 : 20_000_000), "NBest": [{"Display": "\#((speaker == 0 ? asked : reported).joined(separator: " "))", "Words": \#(each(of: speaker) { #"{"Word": "\#($0.text)", "Offset": \#(ms($0.start) * 10_000), "Duration": 2500000}"# })}]}"#
        })
    ),
    (
      "azure-sdk",
      #"{"AudioFileResults": [{"SegmentResults": [{"RecognitionStatus": "Success", "SpeakerId": "1", "Offset": 0, "Duration": 12500000, "NBest": [{"Display": "\#(asked.joined(separator: " "))"}]}, {"RecognitionStatus": "Success", "SpeakerId": "2", "Offset": 20000000, "Duration": 20000000, "NBest": [{"Display": "\#(reported.joined(separator: " "))"}]}]}]}"#
    ),
    (
      "aliyun-tingwu",
      #"{"Transcription": {"Paragraphs": [{"SpeakerId": "1", "Words": \#(each(of: 0) { #"{"SentenceId": 1, "Start": \#(ms($0.start)), "End": \#(ms($0.end)), "Text": "\#($0.text) "}"# })}, {"SpeakerId": "2", "Words": \#(each(of: 1) { #"{"SentenceId": 2, "Start": \#(ms($0.start)), "End": \#(ms($0.end)), "Text": "\#($0.text) "}"# })}]}}"#
    ),
    (
      "tencent",
      #"{"flash_result": [{"channel_id": 0, "sentence_list": [{"text": "\#(asked.joined(separator: " "))", "start_time": 0, "end_time": 1250, "speaker_id": 0}, {"text": "\#(reported.joined(separator: " "))", "start_time": 2000, "end_time": 4000, "speaker_id": 1, "word_list": \#(each(of: 1) { #"{"word": "\#($0.text)", "start_time": \#(ms($0.start) - 2000), "end_time": \#(ms($0.end) - 2000)}"# })}]}]}"#
    ),
    (
      "soniox",
      #"{"tokens": \#(each { #"{"text": " \#($0.text.prefix(1))", "start_ms": \#(ms($0.start)), "end_ms": \#(ms($0.end) - 100), "speaker": "\#($0.speaker + 1)"}, {"text": "\#($0.text.dropFirst())", "start_ms": \#(ms($0.end) - 100), "end_ms": \#(ms($0.end)), "speaker": "\#($0.speaker + 1)"}"# })}"#
    ),
    (
      "gladia",
      #"{"prediction": [{"time_begin": 0, "time_end": 1.25, "speaker": 0, "transcription": "\#(asked.joined(separator: " "))"}, {"time_begin": 2, "time_end": 4, "speaker": 1, "transcription": "\#(reported.joined(separator: " "))"}]}"#
    ),
    (
      "premiere",
      #"{"language": "en-us", "segments": [{"start": 0, "duration": 1.25, "speaker": "a", "words": \#(each(of: 0) { #"{"text": "\#($0.text)", "start": \#($0.start), "duration": 0.25, "eos": false, "type": "word"}"# })}, {"start": 2, "duration": 2, "speaker": "b", "words": \#(each(of: 1) { #"{"text": "\#($0.text)", "start": \#($0.start), "duration": 0.25, "eos": false, "type": "word"}"# })}], "speakers": [{"id": "a", "name": "Speaker 1"}, {"id": "b", "name": "Speaker 2"}]}"#
    ),
    (
      "table",
      "start,end,speaker,word\n" + words.map { "\($0.start),\($0.end),\($0.speaker == 0 ? "Ann" : "Bob"),\($0.text)\n" }.joined()
    ),
    (
      "webvtt",
      "WEBVTT\n\n0:0:0.0 --> 0:0:1.250\n{\"speakerName\":\"Ann\",\"spokenText\":\"\(asked.joined(separator: " "))\",\"spokenLanguage\":\"en-us\"}\n\n0:0:2.0 --> 0:0:4.0\n{\"speakerName\":\"Bob\",\"spokenText\":\"\(reported.joined(separator: " "))\",\"spokenLanguage\":\"en-us\"}\n"
    ),
    (
      "openai-whisper",
      #"{"task": "transcribe", "text": "x", "segments": [{"type": "transcript.text.segment", "id": "1", "start": 0, "end": 1.25, "speaker": "A", "text": "\#(asked.joined(separator: " "))"}, {"type": "transcript.text.segment", "id": "2", "start": 2, "end": 4, "speaker": "B", "text": "\#(reported.joined(separator: " "))"}]}"#
    ),
  ]

  @Test(arguments: forms) func `only the candidate counts, at the times written`(format: String, json: String) throws {
    let transcript = try plain(json)
    #expect(transcript.format == format)
    #expect(TextScanner.count(transcript.text) == 8, "\(transcript.text)")
    #expect(abs(transcript.othersShare - 5.0 / 13) < 0.001)
    #expect(transcript.segments.first?.range?.start == 2)
    #expect(transcript.segments.last?.range?.end == 4 || format == "iflytek")
  }
}

@Suite struct `JSON of an unknown vendor` {
  @Test(arguments: [
    #"{"transcript": "we won", "lines": [{"from": 800, "content": "we won"}]}"#,
    #"{"text": "we won", "words": [{"w": "we", "t": 800}], "engine": "x"}"#,
    #"{"text": "we won", "sentiment": "good"}"#, #"{"results": [{"text": "we won", "start": 1}]}"#, #"{"results": {"text": "we won"}}"#,
    #"{"utterances": [{"speaker": "A", "words": "we won"}]}"#, #"{"sentences": [{"start": 800, "text": "we won"}]}"#,
    #"{"transcription": {"utterances": [{"text": "we won", "start": 0.8}]}}"#, #"{"transcription": "we won"}"#,
    #"[{"sentence": "we won", "at": 1}]"#,
    #"{"segments": [{"start_ms": 800, "end_ms": 5900, "text": "we won the prize"}]}"#, #"[{"text": "we won", "offset": 3}]"#,
    #"{"monologues": "x"}"#, #"{"chunks": [{"content": "we won"}]}"#, #"{"result": "we won"}"#,
    #"{"alternatives": [{"text": "we won", "rank": 1}]}"#,
    #"{"vendor": "x", "segments": [{"start": 0.8, "end": 5.9, "text": "we won"}]}"#,
    #"{"segments": [{"start": 0.8, "end": 5.9, "text": "we won", "speakerName": "x"}]}"#,
    // An answer about two recordings, any other chat, and a stream of which nothing is final.
    #"{"tasks_info": [{"task_result": {"detailed_result": []}}, {"task_result": {"detailed_result": []}}]}"#,
    #"{"choices": [{"message": {"role": "assistant", "content": "we won"}}]}"#,
    #"{"tokens": [{"text": "we", "start": 3}]}"#, #"{"NBest": [{"Display": "we won"}]}"#, #"{"events": [{"text": "we won", "start": 1}]}"#,
    #"{"err_no": 3301, "err_msg": "speech quality error", "sn": "x"}"#, #"{"utterances": [{"text": "we won", "start": 1.0, "end": 2.0}]}"#,
    // Milliseconds where Whisper has seconds: nobody takes half a minute for a word.
    #"{"segments": [{"start": 800, "end": 5900, "text": "we won the prize"}, {"start": 6000, "end": 9000, "text": "at last"}]}"#,
    #"[{"start": 800, "end": 5900, "text": "we won the prize"}]"#,
  ]) func `is refused and never read as another's`(json: String) {
    #expect(code(json) == "transcript.format-unknown")
  }

  @Test(arguments: [
    #"{"text": "we won"}"#, #"{"text": "we won", "usage": {"type": "duration"}}"#,
    #"{"text": "we won", "words": [{"word": "we", "start": 0.1, "end": 0.2}]}"#,
    #"{"segments": [{"start": 0.8, "end": 5.9, "text": "we won"}]}"#,
    #"{"anything": 1, "segments": [{"start": 0.8, "end": 5.9, "text": "we won", "avg_logprob": -0.2}]}"#,
  ]) func `is not what Whisper's services write`(json: String) throws { #expect(try plain(json).format == "openai-whisper") }
}
