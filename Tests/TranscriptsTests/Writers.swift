import Testing

/// The sample answer in each format; the shapes follow the documents named in `docs/formats.md`.
struct Writer: Sendable, CustomTestStringConvertible {
  let format: String
  let write: @Sendable (SampleAnswer) -> String
  var testDescription: String { format }
}

/// Milliseconds, whole.
func ms(_ seconds: Double) -> Int { Int((seconds * 1000).rounded()) }

func stamp(_ seconds: Double, _ mark: String) -> String {
  let all = ms(seconds)
  func padded(_ value: Int, _ width: Int) -> String { String(repeating: "0", count: width - String(value).count) + String(value) }
  return "\(padded(all / 3_600_000, 2)):\(padded(all / 60_000 % 60, 2)):\(padded(all / 1000 % 60, 2))\(mark)\(padded(all % 1000, 3))"
}

func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }

func escaped(_ text: String) -> String { text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") }

extension Writer {
  static let openSource: [Writer] = [
    Writer(format: "openai-whisper") { answer in
      let segments = answer.lines.enumerated().map { index, line in
        let words = line.tokens.map {
          #"{"word": " \#($0.text)\#($0.mark)", "start": \#($0.start), "end": \#($0.end), "probability": 0.9}"#
        }
        return #"""
          {"id": \#(index), "seek": 0, "start": \#(line.start), "end": \#(line.end), "text": "\#(line.text)", "tokens": [50364, 1],
           "temperature": 0.0, "avg_logprob": -0.2, "compression_ratio": 1.1, "no_speech_prob": 0.01, "words": \#(list(words))}
          """#
      }
      return #"{"text": "…", "segments": \#(list(segments)), "language": "zh"}"#
    },
    Writer(format: "openai-whisper") { answer in
      let segments = answer.lines.map { #"{"id": 0, "start": \#($0.start), "end": \#($0.end), "text": "\#($0.text)", "words": null}"# }
      return #"{"segments": \#(list(segments)), "language": "zh"}"#
    },
    Writer(format: "faster-whisper") { answer in
      let segments = answer.lines.map {
        #"{"id": 1, "seek": 0, "start": \#($0.start), "end": \#($0.end), "text": "\#($0.text)", "words": null}"#
      }
      return list(segments)
    },
    Writer(format: "whisperx") { answer in
      // Numerals get no times (README of WhisperX).
      let segments = answer.lines.map { line in
        let words = line.tokens.map { token in
          token.text.first?.isNumber == true
            ? #"{"word": "\#(token.text)"}"#
            : #"{"word": "\#(token.text)\#(token.mark)", "start": \#(token.start), "end": \#(token.end), "score": 0.8}"#
        }
        return #"{"start": \#(line.start), "end": \#(line.end), "text": "\#(line.text)", "words": \#(list(words))}"#
      }
      return #"{"segments": \#(list(segments)), "word_segments": [], "language": "zh"}"#
    },
    Writer(format: "whisper.cpp") { answer in
      let segments = answer.lines.map { line in
        #"""
        {"timestamps": {"from": "\#(stamp(line.start, ","))", "to": "\#(stamp(line.end, ","))"},
         "offsets": {"from": \#(ms(line.start)), "to": \#(ms(line.end))}, "text": "\#(line.text)"}
        """#
      }
      return
        #"{"systeminfo": "AVX = 1", "model": {"type": "base"}, "params": {"language": "auto"}, "result": {"language": "zh"}, "transcription": \#(list(segments))}"#
    },
    Writer(format: "whisper.cpp") { answer in
      let segments = answer.lines.map { line in
        let tokens = line.tokens.map {
          #"{"text": "\#($0.text)\#($0.mark)", "offsets": {"from": \#(ms($0.start)), "to": \#(ms($0.end))}, "id": 7, "p": 0.9, "t_dtw": -1}"#
        }
        let begin = #"{"text": "[_BEG_]", "offsets": {"from": 0, "to": 0}, "id": 50364, "p": 0.9, "t_dtw": -1}"#
        return
          #"{"offsets": {"from": \#(ms(line.start)), "to": \#(ms(line.end))}, "text": "\#(line.text)", "tokens": \#(list([begin] + tokens))}"#
      }
      return #"{"result": {"language": "zh"}, "transcription": \#(list(segments))}"#
    },
    Writer(format: "whisper-tsv") { answer in
      "start\tend\ttext\n" + answer.lines.map { "\(ms($0.start))\t\(ms($0.end))\t\($0.text)\n" }.joined()
    },
    Writer(format: "funasr") { answer in
      let pairs = answer.tokens.map { "[\(ms($0.start)), \(ms($0.end))]" }
      return #"[{"key": "q1", "text": "\#(answer.lines.map(\.text).joined())", "timestamp": \#(list(pairs))}]"#
    },
    Writer(format: "funasr") { answer in
      let sentences = answer.lines.map { line in
        let pairs = line.tokens.map { "[\(ms($0.start)), \(ms($0.end))]" }
        return #"{"text": "\#(line.text)", "start": \#(ms(line.start)), "end": \#(ms(line.end)), "timestamp": \#(list(pairs)), "spk": 0}"#
      }
      return #"[{"key": "q1", "text": "…", "timestamp": [], "sentence_info": \#(list(sentences))}]"#
    },
    Writer(format: "funasr-runtime") { answer in
      let pairs = answer.tokens.map { "[\(ms($0.start)),\(ms($0.end))]" }
      return
        #"{"mode": "offline", "wav_name": "q1", "text": "\#(answer.lines.map(\.text).joined())", "is_final": true, "timestamp": "\#(list(pairs))"}"#
    },
    Writer(format: "funasr-runtime") { answer in
      answer.lines.map { line in
        let pairs = line.tokens.map { "[\(ms($0.start)),\(ms($0.end))]" }
        return #"{"mode": "offline", "wav_name": "q1", "text": "\#(line.text)", "is_final": false, "timestamp": \#(list(pairs))}"# + "\n"
      }.joined()
    },
    Writer(format: "sensevoice") { answer in
      #"[{"key": "q1", "text": "<|zh|><|HAPPY|><|Speech|><|withitn|>\#(answer.lines.map(\.text).joined())"}]"#
    },
    Writer(format: "sherpa-onnx") { answer in
      answer.lines.map { line in
        let tokens = line.tokens.map { #""\#($0.text)""# }
        return #"""
          {"lang": "<|zh|>", "emotion": "<|HAPPY|>", "event": "", "text": "\#(line.text)", "timestamps": \#(list(line.tokens.map { "\($0.start)" })),
           "durations": [], "tokens": \#(list(tokens)), "ys_log_probs": [], "words": []}
          """# + "\n"
      }.joined()
    },
    Writer(format: "vosk") { answer in
      answer.lines.map { line in
        let words = line.tokens.map { #"{"conf": 1.0, "start": \#($0.start), "end": \#($0.end), "word": "\#($0.text)"}"# }
        return #"{"result": \#(list(words)), "text": "\#(line.tokens.map(\.text).joined(separator: " "))"}"# + "\n"
      }.joined()
    },
    Writer(format: "vosk-monologues") { answer in
      let monologues = answer.lines.map { line in
        let terms = line.tokens.map {
          #"{"confidence": 1.0, "start": \#($0.start), "end": \#($0.end), "text": "\#($0.text)", "type": "WORD"}"#
        }
        return #"{"speaker": {"id": "unknown", "name": null}, "start": \#(line.start), "end": \#(line.end), "terms": \#(list(terms))}"#
      }
      return #"{"schemaVersion": "2.0", "monologues": \#(list(monologues)), "text": "…"}"#
    },
  ]

  static let lines: [Writer] = [
    Writer(format: "webvtt") { answer in
      "WEBVTT\n\nNOTE made by hand\n\n"
        + answer.lines.map { "\(stamp($0.start, ".").dropFirst(3)) --> \(stamp($0.end, ".")) align:start\n<c.big>\($0.text)</c>\n\n" }
        .joined()
    },
    Writer(format: "srt") { answer in
      answer.lines.enumerated().map { "\($0 + 1)\r\n\(stamp($1.start, ",")) --> \(stamp($1.end, ","))\r\n\($1.text)\r\n\r\n" }.joined()
    },
    Writer(format: "ctm") { answer in
      ";; utterance channel start duration word\n"
        + answer.tokens.map { "q1 1 \($0.start) \((($0.end - $0.start) * 100).rounded() / 100) \($0.text) 0.98\n" }.joined()
    },
    Writer(format: "textgrid") { answer in
      var text = """
        File type = "ooTextFile"
        Object class = "TextGrid"

        xmin = 0
        xmax = 60
        tiers? <exists>
        size = 1
        item []:
            item [1]:
                class = "IntervalTier"
                name = "answer"
                xmin = 0
                xmax = 60
                intervals: size = \(answer.lines.count)

        """
      for (index, line) in answer.lines.enumerated() {
        text +=
          "        intervals [\(index + 1)]:\n            xmin = \(line.start)\n            xmax = \(line.end)\n            text = \"\(line.text)\"\n"
      }
      return text
    },
    Writer(format: "textgrid") { answer in
      var text = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n60\n<exists>\n1\n\"IntervalTier\"\n\"words\"\n0\n60\n"
      var rows: [String] = []
      var time = 0.0
      for token in answer.tokens {
        if token.start > time { rows.append("\(time)\n\(token.start)\n\"\"\n") }
        rows.append("\(token.start)\n\(token.end)\n\"\(token.text)\"\n")
        time = token.end
      }
      text += "\(rows.count)\n" + rows.joined()
      return text
    },
    Writer(format: "text") { answer in answer.lines.map(\.text).joined(separator: "\n") + "\n" },
  ]
}
