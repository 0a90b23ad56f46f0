extension Writer {
  static let clouds: [Writer] = [
    Writer(format: "aliyun") { answer in
      let sentences = answer.lines.map {
        #"{"EndTime": "\#(ms($0.end))", "SilenceDuration": 0, "BeginTime": "\#(ms($0.start))", "Text": "\#($0.text)", "ChannelId": 0, "SpeechRate": 240, "EmotionValue": 6.5}"#
      }
      let words = answer.tokens.map {
        #"{"BeginTime": \#(ms($0.start)), "EndTime": \#(ms($0.end)), "Word": "\#($0.text)", "ChannelId": 0}"#
      }
      return #"{"TaskId": "t", "StatusText": "SUCCESS", "Result": {"Sentences": \#(list(sentences)), "Words": \#(list(words))}}"#
    },
    Writer(format: "aliyun-bailian") { answer in
      let sentences = answer.lines.map { line in
        let words = line.tokens.map {
          #"{"begin_time": \#(ms($0.start)), "end_time": \#(ms($0.end)), "text": "\#($0.text)", "punctuation": "\#($0.mark)"}"#
        }
        return
          #"{"begin_time": \#(ms(line.start)), "end_time": \#(ms(line.end)), "text": "\#(line.text)", "sentence_id": 1, "words": \#(list(words))}"#
      }
      return #"{"file_url": "x", "properties": {}, "transcripts": [{"channel_id": 0, "text": "…", "sentences": \#(list(sentences))}]}"#
    },
    Writer(format: "tencent") { answer in
      let details = answer.lines.map { line in
        let words = line.tokens.map {
          #"{"Word": "\#($0.text)\#($0.mark)", "OffsetStartMs": \#(ms($0.start) - ms(line.start)), "OffsetEndMs": \#(ms($0.end) - ms(line.start))}"#
        }
        return #"""
          {"FinalSentence": "\#(line.text)", "SliceSentence": "\#(line.bare)", "WrittenText": null, "StartMs": \#(ms(line.start)), "EndMs": \#(ms(line.end)),
           "WordsNum": \#(line.tokens.count), "Words": \#(list(words)), "SpeechSpeed": 5.1, "SpeakerId": 0, "EmotionalEnergy": 4.2, "EmotionType": ["happy"]}
          """#
      }
      return
        #"{"RequestId": "r", "Data": {"TaskId": 1, "Status": 2, "StatusStr": "success", "Result": "…", "ResultDetail": \#(list(details))}}"#
    },
    Writer(format: "iflytek") { answer in
      let lattice = answer.lines.map { line in
        let words = line.tokens.map { token -> String in
          let start = (ms(token.start) - ms(line.start)) / 10
          let end = (ms(token.end) - ms(line.start)) / 10
          let mark = token.mark.isEmpty ? "" : #", {"wb": \#(end), "we": \#(end), "cw": [{"w": "\#(token.mark)", "wp": "p"}]}"#
          return #"{"wb": \#(start), "we": \#(end), "cw": [{"w": "\#(token.text)", "wp": "n"}]}\#(mark)"#
        }
        let best = #"{"st": {"bg": "\#(ms(line.start))", "ed": "\#(ms(line.end))", "rl": "0", "rt": [{"ws": \#(list(words))}]}}"#
        return #"{"json_1best": "\#(escaped(best))"}"#
      }
      let order = #"{"lattice": \#(list(lattice))}"#
      return #"{"code": "000000", "content": {"orderInfo": {"status": 4}, "orderResult": "\#(escaped(order))"}}"#
    },
    Writer(format: "iflytek-legacy") { answer in
      let sentences = answer.lines.map { #"{"bg": "\#(ms($0.start))", "ed": "\#(ms($0.end))", "onebest": "\#($0.text)", "speaker": "0"}"# }
      return #"{"ok": 0, "err_no": 0, "failed": null, "data": "\#(escaped(list(sentences)))"}"#
    },
    Writer(format: "huawei") { answer in
      let segments = answer.lines.map { line in
        let words = line.tokens.map { #"{"start_time": \#(ms($0.start)), "end_time": \#(ms($0.end)), "word": "\#($0.text)"}"# }
        return
          #"{"start_time": \#(ms(line.start)), "end_time": \#(ms(line.end)), "result": {"text": "\#(line.text)", "score": 0.9, "word_info": \#(list(words))}}"#
      }
      return #"{"status": "FINISHED", "segments": \#(list(segments))}"#
    },
    Writer(format: "aws-transcribe") { answer in
      let items = answer.tokens.flatMap { token in
        [
          #"{"start_time": "\#(token.start)", "end_time": "\#(token.end)", "alternatives": [{"confidence": "0.99", "content": "\#(token.text)"}], "type": "pronunciation"}"#
        ] + (token.mark.isEmpty ? [] : [#"{"alternatives": [{"confidence": "0.0", "content": "\#(token.mark)"}], "type": "punctuation"}"#])
      }
      return
        #"{"jobName": "j", "accountId": "1", "results": {"language_code": "zh-CN", "transcripts": [{"transcript": "…"}], "items": \#(list(items))}, "status": "COMPLETED"}"#
    },
    Writer(format: "google") { answer in
      let results = answer.lines.map { line in
        let words = line.tokens.map { #"{"startTime": "\#($0.start)s", "endTime": "\#($0.end)s", "word": "\#($0.text)\#($0.mark)"}"# }
        return
          #"{"alternatives": [{"transcript": "\#(line.text)", "confidence": 0.9, "words": \#(list(words))}], "languageCode": "cmn-hans-cn"}"#
      }
      return #"{"results": \#(list(results)), "totalBilledTime": "60s"}"#
    },
    Writer(format: "google") { answer in
      let results = answer.lines.map { line in
        let words = line.tokens.map { #"{"startOffset": "\#($0.start)s", "endOffset": "\#($0.end)s", "word": "\#($0.text)"}"# }
        return
          #"{"alternatives": [{"transcript": "\#(line.text)", "words": \#(list(words))}], "resultEndOffset": "1s", "languageCode": "cmn-Hans-CN"}"#
      }
      return #"{"results": \#(list(results))}"#
    },
    Writer(format: "azure-batch") { answer in
      let phrases = answer.lines.map { line in
        let words = line.tokens.map { token in
          #"{"word": "\#(token.text)", "offset": "PT\#(token.start)S", "duration": "PT0.2S", "offsetInTicks": \#(ms(token.start) * 10_000), "durationInTicks": \#((ms(token.end) - ms(token.start)) * 10_000), "confidence": 0.9}"#
        }
        return #"""
          {"recognitionStatus": "Success", "channel": 0, "offset": "PT\#(line.start)S", "offsetInTicks": \#(ms(line.start) * 10_000),
           "durationInTicks": \#((ms(line.end) - ms(line.start)) * 10_000), "nBest": [{"confidence": 0.9, "lexical": "…", "display": "\#(line.text)", "words": \#(list(words))}]}
          """#
      }
      return #"{"source": "x", "combinedRecognizedPhrases": [], "recognizedPhrases": \#(list(phrases))}"#
    },
    Writer(format: "azure-fast") { answer in
      let phrases = answer.lines.map { line in
        let words = line.tokens.map {
          #"{"text": "\#($0.text)", "offsetMilliseconds": \#(ms($0.start)), "durationMilliseconds": \#(ms($0.end) - ms($0.start))}"#
        }
        return
          #"{"channel": 0, "offsetMilliseconds": \#(ms(line.start)), "durationMilliseconds": \#(ms(line.end) - ms(line.start)), "text": "\#(line.text)", "locale": "zh-CN", "confidence": 0.9, "words": \#(list(words))}"#
      }
      return #"{"durationMilliseconds": 60000, "combinedPhrases": [{"text": "…"}], "phrases": \#(list(phrases))}"#
    },
    Writer(format: "deepgram") { answer in
      let words = answer.tokens.map {
        #"{"word": "\#($0.text.lowercased())", "start": \#($0.start), "end": \#($0.end), "confidence": 0.99, "punctuated_word": "\#($0.text)\#($0.mark)"}"#
      }
      return
        #"{"metadata": {"request_id": "r"}, "results": {"channels": [{"alternatives": [{"transcript": "…", "confidence": 0.99, "words": \#(list(words))}]}]}}"#
    },
  ]

  static let all = openSource + lines + clouds + vendors + messages + captions
}
