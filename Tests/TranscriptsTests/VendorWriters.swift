extension Writer {
  static let vendors: [Writer] = [
    Writer(format: "assemblyai") { answer in
      let words = answer.tokens.map {
        #"{"text": "\#($0.text)\#($0.mark)", "start": \#(ms($0.start)), "end": \#(ms($0.end)), "confidence": 0.9, "speaker": null}"#
      }
      return #"{"id": "x", "status": "completed", "audio_duration": 20, "text": "…", "words": \#(list(words)), "utterances": null}"#
    },
    Writer(format: "assemblyai") { answer in
      let turns = answer.lines.map { line in
        let words = line.tokens.map {
          #"{"text": "\#($0.text)\#($0.mark)", "start": \#(ms($0.start)), "end": \#(ms($0.end)), "confidence": 0.9, "speaker": "A"}"#
        }
        return
          #"{"speaker": "A", "text": "\#(line.text)", "start": \#(ms(line.start)), "end": \#(ms(line.end)), "confidence": 0.9, "words": \#(list(words))}"#
      }
      return #"{"id": "x", "audio_url": "u", "text": "…", "utterances": \#(list(turns))}"#
    },
    Writer(format: "speechmatics") { answer in
      let results = answer.tokens.flatMap { token in
        [
          #"{"type": "word", "start_time": \#(token.start), "end_time": \#(token.end), "alternatives": [{"content": "\#(token.text)", "confidence": 1.0, "language": "cmn", "speaker": "UU"}]}"#
        ]
          + (token.mark.isEmpty
            ? []
            : [
              #"{"type": "punctuation", "start_time": \#(token.end), "end_time": \#(token.end), "attaches_to": "previous", "alternatives": [{"content": "\#(token.mark)", "speaker": "UU"}]}"#
            ])
      }
      return #"{"format": "2.9", "job": {}, "metadata": {"transcription_config": {"language": "cmn"}}, "results": \#(list(results))}"#
    },
    Writer(format: "rev") { answer in
      let elements = answer.tokens.flatMap { token in
        [
          #"{"type": "text", "value": "\#(token.text)", "ts": \#(token.start), "end_ts": \#(token.end), "confidence": 1.0}"#,
          #"{"type": "punct", "value": "\#(token.mark) "}"#,
        ]
      }
      return #"{"monologues": [{"speaker": 0, "elements": \#(list(elements + [#"{"type": "unknown", "value": "<laugh>"}"#]))}]}"#
    },
    Writer(format: "elevenlabs") { answer in
      let words = answer.tokens.flatMap { token in
        [
          #"{"text": "\#(token.text)\#(token.mark)", "start": \#(token.start), "end": \#(token.end), "type": "word", "speaker_id": "speaker_0", "logprob": 0}"#,
          #"{"text": " ", "start": \#(token.end), "end": \#(token.end), "type": "spacing", "speaker_id": "speaker_0"}"#,
        ]
      }
      let event = #"{"text": "(笑声)", "start": 0, "end": 0.4, "type": "audio_event", "speaker_id": "speaker_0"}"#
      return #"{"language_code": "zho", "language_probability": 0.98, "text": "…", "words": \#(list([event] + words))}"#
    },
    Writer(format: "watson") { answer in
      let results = answer.lines.map { line in
        let words = line.tokens.map { #"["\#($0.text)", \#($0.start), \#($0.end)]"# }
        return #"{"final": true, "alternatives": [{"transcript": "\#(line.text)", "confidence": 0.9, "timestamps": \#(list(words))}]}"#
      }
      return #"{"result_index": 0, "results": \#(list(results))}"#
    },
    Writer(format: "volcengine") { answer in
      let utterances = answer.lines.map { line in
        let words = line.tokens.map {
          #"{"text": "\#($0.text)", "start_time": \#(ms($0.start)), "end_time": \#(ms($0.end)), "blank_duration": 0}"#
        }
        return
          #"{"text": "\#(line.text)", "start_time": \#(ms(line.start)), "end_time": \#(ms(line.end)), "definite": true, "words": \#(list(words)), "additions": {"speaker": "1", "emotion": "happy"}}"#
      }
      return #"{"audio_info": {"duration": 20000}, "result": {"text": "…", "utterances": \#(list(utterances))}}"#
    },
    Writer(format: "nemo") { answer in
      let words = answer.tokens.map {
        #"{"word": "\#($0.text)\#($0.mark)", "start_offset": 7, "end_offset": 9, "start": \#($0.start), "end": \#($0.end)}"#
      }
      return
        #"{"audio_filepath": "q1.wav", "duration": 20.0, "text": "别的参考文本", "pred_text": "\#(answer.lines.map(\.text).joined())", "timestamps_word": \#(list(words))}"#
        + "\n"
    },
    Writer(format: "nemo") { answer in
      let words = answer.tokens.map { #"{"word": "\#($0.text)\#($0.mark)", "start": \#($0.start), "end": \#($0.end)}"# }
      return #"[{"text": "\#(answer.lines.map(\.text).joined())", "timestamp": {"char": [], "segment": [], "word": \#(list(words))}}]"#
    },
    Writer(format: "huggingface") { answer in
      let chunks = answer.lines.map { #"{"text": " \#($0.text)", "timestamp": [\#($0.start), \#($0.end)]}"# }
      return #"{"text": "…", "chunks": \#(list(chunks))}"#
    },
    Writer(format: "huggingface") { answer in
      let chunks = answer.tokens.map { #"{"text": "\#($0.text)\#($0.mark)", "timestamp": [\#($0.start), \#($0.end)]}"# }
      return #"{"text": "…", "chunks": \#(list(chunks))}"#
    },
    Writer(format: "funasr-nano") { answer in
      let tokens = answer.tokens.map { #"{"token": "\#($0.text)", "start_time": \#($0.start), "end_time": \#($0.end), "score": 0.9}"# }
      return
        #"[{"key": "q1", "text": "\#(answer.lines.map(\.text).joined())", "text_tn": "…", "label": "null", "ctc_text": "…", "timestamps": \#(list(tokens))}]"#
    },
    Writer(format: "ass") { answer in
      "[Script Info]\nTitle: q1\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        + answer.lines.map {
          "Dialogue: 0,\(stamp($0.start, ".").dropFirst()),\(stamp($0.end, ".").dropFirst()),Default,,0,0,0,,{\\an8}\($0.text)\n"
        }.joined()
    },
    Writer(format: "table") { answer in
      "start,end,text\r\n" + answer.lines.map { "\(ms($0.start)),\(ms($0.end)),\"\($0.text)\"\r\n" }.joined()
    },
    Writer(format: "timed-text") { answer in
      answer.lines.map { "[\(stamp($0.start, ".")) --> \(stamp($0.end, "."))]   \($0.text)\n" }.joined()
    },
    Writer(format: "timed-text") { answer in
      "[ti:q1]\n" + answer.lines.map { "[\(stamp($0.start, ".").dropFirst(3).dropLast())]\($0.text)\n" }.joined()
    },
  ]
}
