import Testing

/// What clouds write message by message, or in objects for each utterance; and captions.
extension Writer {
  private static func ticks(_ seconds: Double) -> Int { ms(seconds) * 10_000 }

  /// Frames of 10 ms from the beginning of the line.
  private static func frames(_ seconds: Double, _ line: SampleAnswer.Line) -> Int { Int(((seconds - line.start) * 100).rounded()) }

  static let messages: [Writer] = [
    Writer(format: "azure-sdk") { answer in
      answer.lines.map { line in
        let words = line.tokens.map {
          #"{"Word": "\#($0.text)", "Offset": \#(ticks($0.start)), "Duration": \#(ticks($0.end) - ticks($0.start))}"#
        }
        return
          #"{"Id": "x", "RecognitionStatus": "Success", "DisplayText": "\#(line.text)", "Offset": \#(ticks(line.start)), "Duration": \#(ticks(line.end) - ticks(line.start)), "Channel": 0, "NBest": [{"Confidence": 0.9, "Lexical": "\#(line.bare)", "ITN": "…", "MaskedITN": "…", "Display": "\#(line.text)", "Words": \#(list(words))}, {"Confidence": 0.1, "Display": "别的"}]}"#
          + "\n"
      }.joined() + #"{"RecognitionStatus": "EndOfDictation", "Offset": 300000000, "Duration": 0}"#
    },
    Writer(format: "aliyun-tingwu") { answer in
      let paragraphs = answer.lines.enumerated().map { index, line in
        let words = line.tokens.map {
          #"{"Id": 10, "SentenceId": \#(index), "Start": \#(ms($0.start)), "End": \#(ms($0.end)), "Text": "\#($0.text)\#($0.mark)"}"#
        }
        return #"{"ParagraphId": "1", "SpeakerId": "1", "Words": \#(list(words))}"#
      }
      return
        #"{"TaskId": "x", "Transcription": {"AudioInfo": {"Size": 1, "Duration": 20000, "Language": "cn"}, "Paragraphs": \#(list(paragraphs)), "AudioSegments": [[500, 20000]]}}"#
    },
    Writer(format: "qwen-asr") { answer in
      let stamps = answer.tokens.map { #"{"text": "\#($0.text)", "start_time": \#($0.start), "end_time": \#($0.end)}"# }
      return #"[{"language": "Chinese", "text": "\#(answer.lines.map(\.text).joined())", "time_stamps": \#(list(stamps))}]"#
    },
    Writer(format: "qwen-asr") { answer in
      #"{"output": {"choices": [{"finish_reason": "stop", "message": {"annotations": [{"language": "zh", "type": "audio_info", "emotion": "sad"}], "content": [{"text": "\#(answer.lines.map(\.text).joined())"}], "role": "assistant"}}]}, "usage": {"seconds": 20}}"#
    },
    Writer(format: "baidu") { answer in
      let parts = answer.lines.map {
        #"{"res": ["\#($0.text)"], "begin_time": \#(ms($0.start)), "end_time": \#(ms($0.end)), "words_info": [], "sn": "2", "corpus_no": "6"}"#
      }
      return
        #"{"log_id": 1, "tasks_info": [{"task_id": "x", "task_status": "Success", "task_result": {"result": ["…"], "audio_duration": 20000, "detailed_result": \#(list(parts)), "corpus_no": "6"}}]}"#
    },
    Writer(format: "baidu") { answer in
      #"{"err_no": 0, "err_msg": "OK", "log_id": 1, "sn": "x", "type": "MID_TEXT", "result": "嗯首"}"# + "\n"
        + answer.lines.map {
          #"{"err_no": 0, "err_msg": "OK", "log_id": 1, "sn": "x", "type": "FIN_TEXT", "result": "\#($0.text)", "start_time": \#(ms($0.start)), "end_time": \#(ms($0.end))}"#
            + "\n"
        }.joined()
    },
    Writer(format: "aliyun-bailian") { answer in
      answer.lines.map { line in
        let words = line.tokens.map {
          #"{"begin_time": \#(ms($0.start)), "end_time": \#(ms($0.end)), "text": "\#($0.text)", "punctuation": "\#($0.mark)"}"#
        }
        return [(line.tokens[0].text, "null", "false"), (line.text, "\(ms(line.end))", "true")].map { text, end, isEnd in
          #"{"header": {"event": "result-generated"}, "payload": {"output": {"sentence": {"begin_time": \#(ms(line.start)), "end_time": \#(end), "text": "\#(text)", "sentence_end": \#(isEnd), "words": \#(list(words))}}}}"#
            + "\n"
        }.joined()
      }.joined()
    },
    Writer(format: "tencent") { answer in
      let sentences = answer.lines.map { line in
        let words = line.tokens.map {
          #"{"word": "\#($0.text)", "start_time": \#(ms($0.start)), "end_time": \#(ms($0.end)), "stable_flag": 1}"#
        }
        return
          #"{"text": "\#(line.text)", "start_time": \#(ms(line.start)), "end_time": \#(ms(line.end)), "speaker_id": 0, "word_list": \#(list(words))}"#
      }
      return
        #"{"request_id": "r", "code": 0, "message": "", "audio_duration": 20000, "flash_result": [{"text": "…", "channel_id": 0, "sentence_list": \#(list(sentences))}]}"#
    },
    Writer(format: "iflytek-stream") { answer in
      answer.lines.enumerated().map { index, line in
        let words = line.tokens.map {
          #"{"wb": \#(frames($0.start, line)), "we": \#(frames($0.end, line)), "cw": [{"w": "\#($0.text)", "wp": "n"}]}"#
            + ($0.mark.isEmpty ? "" : #", {"wb": 0, "we": 0, "cw": [{"w": "\#($0.mark)", "wp": "p"}]}"#)
        }
        func data(_ type: Int) -> String {
          escaped(
            #"{"seg_id": \#(index), "cn": {"st": {"bg": "\#(ms(line.start))", "ed": "\#(ms(line.end))", "type": "\#(type)", "rt": [{"ws": \#(list(words))}]}}, "ls": false}"#
          )
        }
        return [1, 0].map { #"{"action": "result", "code": "0", "data": "\#(data($0))", "sid": "x"}"# + "\n" }.joined()
      }.joined()
    },
    Writer(format: "soniox") { answer in
      let tokens = answer.tokens.map { token in
        // Latin words in two parts, as the service cuts them.
        let isLatin = token.text.first?.isLetter == true && token.text.first?.isASCII == true
        let parts = isLatin ? [" " + token.text.prefix(2), String(token.text.dropFirst(2))] : [token.text]
        return parts.map {
          #"{"text": "\#($0)", "start_ms": \#(ms(token.start)), "end_ms": \#(ms(token.end)), "confidence": 0.9, "speaker": "1", "language": "zh", "is_final": true}"#
        }.joined(separator: ", ")
          + (token.mark.isEmpty
            ? ""
            : #", {"text": "\#(token.mark)", "start_ms": \#(ms(token.end)), "end_ms": \#(ms(token.end)), "confidence": 0.9, "speaker": "1", "is_final": true}"#)
      }
      return #"{"tokens": \#(list(tokens + [#"{"text": "<end>", "is_final": true}"#])), "final_audio_proc_ms": 20000}"#
    },
    Writer(format: "gladia") { answer in
      let utterances = answer.lines.map { line in
        let words = line.tokens.map { #"{"word": "\#($0.text)\#($0.mark)", "start": \#($0.start), "end": \#($0.end), "confidence": 0.9}"# }
        return
          #"{"text": "\#(line.text)", "language": "zh", "start": \#(line.start), "end": \#(line.end), "confidence": 0.9, "channel": 0, "speaker": 0, "words": \#(list(words))}"#
      }
      return
        #"{"id": "x", "status": "done", "result": {"metadata": {"audio_duration": 20.0}, "transcription": {"full_transcript": "…", "languages": ["zh"], "utterances": \#(list(utterances))}}}"#
    },
  ]

  static let captions: [Writer] = [
    Writer(format: "youtube") { answer in
      let events = answer.lines.map { line in
        let parts = line.tokens.map {
          #"{"utf8": "\#($0.text)\#($0.mark)", "tOffsetMs": \#(ms($0.start) - ms(line.start)), "acAsrConf": 200}"#
        }
        return
          #"{"tStartMs": \#(ms(line.start)), "dDurationMs": \#(ms(line.end) - ms(line.start)), "wWinId": 1, "segs": \#(list(parts))}, {"tStartMs": \#(ms(line.end)), "dDurationMs": 10, "aAppend": 1, "segs": [{"utf8": "\n"}]}"#
      }
      return #"{"wireMagic": "pb3", "pens": [{}], "events": \#(list([#"{"tStartMs": 0, "dDurationMs": 20000, "id": 1}"#] + events))}"#
    },
    Writer(format: "premiere") { answer in
      let segments = answer.lines.map { line in
        let words = line.tokens.map {
          #"{"confidence": 1, "duration": \#((($0.end - $0.start) * 100).rounded() / 100), "eos": \#(!$0.mark.isEmpty), "start": \#($0.start), "tags": [], "text": "\#($0.text)\#($0.mark)", "type": "word"}"#
        }
        return
          #"{"duration": \#(line.end - line.start), "language": "cmn-hans", "speaker": "a", "start": \#(line.start), "words": \#(list(words))}"#
      }
      return #"{"language": "cmn-hans", "segments": \#(list(segments)), "speakers": [{"id": "a", "name": "Speaker 1"}]}"#
    },
    Writer(format: "table") { answer in
      "词,开始时间(毫秒),结束时间(毫秒)\n" + answer.tokens.map { "\"\($0.text)\($0.mark)\",\(ms($0.start)),\(ms($0.end))\n" }.joined()
    },
    Writer(format: "srt") { answer in
      answer.tokens.enumerated().map { "\($0 + 1)\n\(stamp($1.start, ",")) --> \(stamp($1.end, ","))\n\($1.text)\($1.mark)\n\n" }.joined()
    },
  ]
}
