import Assessment
import Foundation
import Interview
import Reports
import Testing

struct CandidateReportTests {
  /// An analysis as the store keeps it, cut to what a page shows.
  private static let analysis = #"""
    {"schema":"intone.analysis/1","engine":"1.1.0",
     "recording":{"path":"q1.wav","container":"WAV","codec":"pcm_s16","sample_rate_hz":16000,"channels":1,"duration_s":12.5,
       "quality":{"snr_db":31.2,"clipped_ratio":0,"flags":["quality.noise"]}},
     "timing":{"lead_in_s":0.8,"pauses":{"count":1,"longest_s":1.75,"ratio":0.1512}},
     "rate":{"characters_per_min":231.46},"pitch":{"f0_sd_st":null},
     "text":{"format":"srt","content":"客户的痛点是<价格>。\n提升了30%","keywords":{"coverage":0.5,
        "groups":[{"group":"客户需求","hits":[{"text":"痛点","term":"痛点","match":"exact","span":[1.0,1.4]}]},{"group":"方案","hits":[]}],
        "missing":["方案"]},"fillers":null,"specificity":{"hits":[{"text":"30%","term":"percentage","match":"exact","span":null}]}},
     "segments":[[0.8,5.0],[6.75,12.0]],"pauses":[[5.0,6.75]],
     "pitch_track":{"hop_s":0.1,"f0_hz":[null,200,210,null]},
     "scores":{"role":{"id":"sales","version":"1"},"overall":81.25,
       "dimensions":[{"id":"delivery","name":{"zh":"表达","en":"Delivery"},"effective_weight":40,"score":70.5,"reason":null}],
       "lost_points":[{"code":"delivery.pause_longest_s.high","points":18.75,"spans":[[5.0,6.75]],"excerpt":null,
          "message":{"zh":"最长停顿 1.75 秒","en":"the longest pause is 1.75 s"}}],
       "confidence":{"level":"medium","low":75,"high":87,"reasons":[{"zh":"噪声","en":"noise"}]},"advisory":[]},
     "unknown":{"pitch.f0_sd_st":"quality.noise"}}
    """#

  private func page(_ language: Language) throws -> String {
    let document = try AnalysisDocument(json: Self.analysis)
    let report = CandidateReport(
      session: "s-1", candidate: "c-<1>", state: "completed",
      answers: [.init(id: "s-1__q1", question: "请描述一次你说服客户的经历", document: document)],
      advice: { $0 == "delivery.pause_longest_s.high" ? Bilingual(zh: "练习分段", en: "Practise in parts") : nil })
    return try report.html(in: language)
  }

  @Test func `the page shows the store's values and no others`() throws {
    let html = try page(.en)
    for value in ["81.25", "70.5", "−18.75", "75–87", "231.46", "1.75", "<b>15.12</b> %", "31.2"] {
      #expect(html.contains(value), "\(value) is missing")
    }
    // The time of the lost point: 5.0 to 6.75 s.
    #expect(html.contains("0:05–0:07"))
    #expect(html.contains("Practise in parts"))
  }

  @Test func `an answer is headed by the question that was asked, with its id beneath; without one by its id`() throws {
    #expect(try page(.zh).contains("<h2>请描述一次你说服客户的经历</h2><p>s-1__q1</p>"))
    let document = try AnalysisDocument(json: Self.analysis)
    let html = try CandidateReport(session: "s", candidate: nil, state: "", answers: [.init(id: "s__q1", document: document)]).html(in: .en)
    #expect(html.contains("<h2>s__q1</h2></div>"))
  }

  @Test func `a session without notes has no empty list, and one with notes has each`() throws {
    let document = try AnalysisDocument(json: Self.analysis)
    func html(_ notes: [Bilingual]) throws -> String {
      try CandidateReport(
        session: "s", candidate: nil, state: "",
        overview: .init(
          overall: nil, low: nil, high: nil, notes: notes,
          followUps: [
            .init(question: "q1", message: Bilingual(zh: "追问", en: "ask"), spans: []),
            .init(question: "q2", message: Bilingual(zh: "再问", en: "again"), spans: [TimeRange(5, 7)]),
          ]),
        answers: [.init(id: "s__q1", document: document)]
      ).html(in: .en)
    }
    #expect(try !html([]).contains("<ul"))
    let reported = try html([Bilingual(zh: "甲", en: "one"), Bilingual(zh: "乙", en: "two")])
    #expect(reported.contains("<li>one</li>\n<li>two</li>"))
    // A place stands behind what it is the place of, and nothing stands where there is none.
    #expect(reported.contains("<td>ask</td>") && reported.contains("<td>again <span class=\"times\">0:05–0:07</span></td>"))
  }

  @Test func `how an answer was told stands on the page as reported and never scored, and without it there is no heading`() throws {
    let document = try AnalysisDocument(json: Self.analysis)
    func html(_ manner: [String]) throws -> String {
      try CandidateReport(session: "s", candidate: nil, state: "", answers: [.init(id: "s__q1", document: document, manner: manner)])
        .html(in: .en)
    }
    #expect(try html(["hedges: 2"]).contains("never scored; words are counted wherever they stand)</h3>\n<p class=\"why\">hedges: 2</p>"))
    #expect(try !html([]).contains("Manner of speaking"))
  }

  @Test func `what goes with an advice stands under it, once`() throws {
    let document = try AnalysisDocument(json: Self.analysis)
    let report = CandidateReport(
      session: "s-1", candidate: nil, state: "completed", answers: [.init(id: "s-1__q1", document: document, notes: ["twice delivered"])],
      scale: .ten, advice: { _ in Bilingual(zh: "练习分段", en: "Practise in parts") },
      practice: { _ in
        [Bilingual(zh: "每天", en: "A minute a day"), Bilingual(zh: "课程", en: "Course 7"), Bilingual(zh: "导师", en: "A mentor")]
      })
    let html = try report.html(in: .en)
    for part in ["A minute a day", "Course 7", "A mentor", "twice delivered"] {
      #expect(html.components(separatedBy: part).count == 2, "\(part)")
    }
    // 81.25, 75–87 and 18.75 of 100, out of ten.
    for score in ["<strong>8.125</strong>", "7.5–8.7", "−1.875"] { #expect(html.contains(score), "\(score)") }
  }

  @Test func `what a transcript that does not fit would say is not on the page, whatever the document holds`() throws {
    let old = Self.analysis.replacing(
      #""unknown":{"#, with: #""unknown":{"text.characters":"transcript.mismatch","text.keywords.coverage":"transcript.mismatch","#)
    let document = try AnalysisDocument(json: old)
    let html = try CandidateReport(session: "s", candidate: nil, state: "", answers: [.init(id: "s__q1", document: document)]).html(in: .en)
    #expect(html.contains("the transcript does not fit the recording"))
    #expect(!html.contains("<mark") && !html.contains("Not mentioned"))
    #expect(!html.contains("<b>50</b>"), "coverage")
    #expect(document.text(in: .zh).contains("! 转写与录音不符"))
  }

  @Test func `a text that does not fit is not headed as what the candidate said, and every review stands on the page`() throws {
    let old = Self.analysis.replacing(#""unknown":{"#, with: #""unknown":{"text.characters":"transcript.mismatch","#)
    func html(_ json: String) throws -> String {
      let document = try AnalysisDocument(json: json)
      return try CandidateReport(
        session: "s", candidate: nil, state: "", answers: [.init(id: "s__q1", document: document, reviews: ["the newer", "the older"])]
      ).html(in: .en)
    }
    let (misfit, fitting) = try (html(old), html(Self.analysis))
    #expect(misfit.contains("was not scored</h3>") && !misfit.contains("<h3>Transcript</h3>"))
    #expect(fitting.contains("<h3>Transcript</h3>") && !fitting.contains("was not scored</h3>"))
    #expect(fitting.contains("</b> the newer</div>\n<div class=\"review\"><b>Human review</b> the older</div>"))
  }

  @Test func `the last time in a drawing stands within it, whatever the length`() throws {
    for seconds in [12.5, 39.8, 40.2, 61.0, 119.9, 1800] {
      let json = Self.analysis.replacing(#""duration_s":12.5"#, with: #""duration_s":\#(seconds)"#)
      let view = try AnswerView(AnalysisDocument(json: json), in: .en).timeline
      for match in view.matches(of: #/class="tick" x="([0-9.]+)"/#) {
        let x = try #require(Double(match.1))
        #expect(x <= 920 - 36 || view.contains("x=\"920\" y=\"192\" text-anchor=\"end\""), "\(seconds) s: \(x)")
      }
    }
  }

  @Test func `nothing on the page is unseen`() throws {
    let document = try AnalysisDocument(json: Self.analysis.replacing("提升了30%", with: "提升\u{200B}了\u{202E}30%"))
    let html = try CandidateReport(
      session: "s\u{202E}", candidate: "c\u{200B}", state: "", answers: [.init(id: "s__q1", document: document)]
    )
    .html(in: .zh)
    #expect(html.isPlainText)
    #expect(html.contains("s[U+202E]") && html.contains("c[U+200B]") && html.contains("提升[U+200B]了[U+202E]"))
  }

  @Test func `an unknown measure is shown with its reason, not as a number`() throws {
    #expect(try page(.en).contains("the background noise is too strong"))
    #expect(try page(.zh).contains("背景噪声过大"))
  }

  @Test func `the same values stand on the page of text`() throws {
    let text = try AnalysisDocument(json: Self.analysis).text(in: .en)
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    for line in [
      "WAV / pcm_s16, 16000 Hz, 1 ch, intone 1.1.0", "transcript: srt", "! quality.noise", "longest silent pause 1.75 s",
      "silent pauses as a share of the span 15.12 %", "signal-to-noise ratio 31.2 dB", "Score 81.25, interval 75–87 · sales 1",
      "Delivery 70.5",
    ] {
      #expect(lines.contains(line), "\(line) is missing from\n\(text)")
    }
    #expect(lines.contains { $0.hasPrefix("standard deviation of the fundamental frequency — (the background noise is too strong") })
  }

  @Test func `whatever came from outside is escaped`() throws {
    let html = try page(.zh)
    #expect(html.contains("c-&lt;1&gt;"))
    #expect(html.contains("&lt;价格&gt;"))
    #expect(!html.contains("<价格>"))
  }

  @Test func `keywords and figures are marked in the transcript`() throws {
    let html = try page(.zh)
    #expect(html.contains(#"<mark class="keyword">痛点</mark>"#))
    #expect(html.contains(#"<mark class="figure">30%</mark>"#))
    #expect(html.contains("未提到：方案"))
  }

  @Test func `the drawing places the pause at its share of the width`() throws {
    // 5.0 of 12.5 s on 920 points: x = 368; 1.75 s are 128.8 points wide.
    #expect(try page(.en).contains(#"<rect class="pause" x="368.0" y="118.0" width="128.8""#))
  }

  @Test func `a stored text that is no analysis is refused with a code`() {
    #expect { try AnalysisDocument(json: "{}") } throws: { ($0 as? Fault)?.code == .reportUnreadable }
  }
}
