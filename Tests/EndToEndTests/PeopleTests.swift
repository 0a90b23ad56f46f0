import Foundation
import Interview
import Testing

extension `What people and programs ask` {
  /// A day of those who read: recruiters, reviewers, analysts with a spreadsheet.
  @Suite struct People {
    private func house() async throws -> Installation {
      let house = try Installation()
      try await house.startAndWait()
      try house.drop(text: "candidate: \"=c-1\"\nrole: sales\nquestions: [{id: q1}]\n", as: "s/session.yaml")
      try house.drop(text: "candidate: c-2\nrole: general\n", as: "t/session.yaml")
      try house.drop(Sample.short, as: "s/q1.wav")
      try house.drop(Sample.short, as: "t/q1.wav")
      try house.drop(Sample.interview("sales-c20391/q2.flac"), as: "t/q2.flac")
      try await house.waitForScores(["s__q1", "t__q1", "t__q2"])
      return house
    }

    @Test func `a report shows the question that was asked, not the one that the role model has under its id`() async throws {
      let house = try Installation()
      try house.drop(text: "role: sales\nquestions: [{id: q1, text: 讲讲你搬仓库的那一周}]\n", as: "asked/session.yaml")
      try house.drop(Sample.short, as: "asked/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["asked__q1"])
      let page = house.root.appendingPathComponent("page.html")
      #expect(try house.intone("report", "asked", "--lang", "zh", "--output", page.path).code == 0)
      let text = try String(contentsOf: page, encoding: .utf8)
      #expect(text.contains("讲讲你搬仓库的那一周") && !text.contains("请描述一次你说服客户的经历"))
    }

    @Test func `an attempt that does not count is marked where it stands in the report`() async throws {
      let house = try Installation()
      try house.drop(text: "role: sales\nattempts_allowed: 2\n", as: "s/session.yaml")
      try house.drop(Sample.short, as: "s/q1.wav")
      try house.drop(Sample.interview("sales-c20391/q2.flac"), as: "s/q1.2.flac")
      try await house.startAndWait()
      try await house.waitForScores(["s__q1", "s__q1.2"])
      let page = try house.intone("report", "s", "--lang", "zh", "--output", "-").out
      let parts = page.components(separatedBy: "<article id=").dropFirst()
      // The last attempt counts, unless the role says otherwise; it stands in front, and the other is folded away.
      #expect(parts.map { $0.prefix { $0 != ">" } } == ["\"s__q1.2\"", "\"s__q1\" class=\"aside\""])
      #expect(parts.map { $0.contains("<details><summary><b>这一次作答不计入整场得分") } == [false, true])
    }

    @Test func `a candidate is told strengths first and no more than three things, one attempt against another, and no note of others`()
      async throws
    {
      let house = try Installation()
      try house.drop(text: "candidate: c-1\nrole: software-engineer\nattempts_allowed: 2\n", as: "s/session.yaml")
      for (sample, name) in [("q2.flac", "q1.flac"), ("q2.json", "q1.json"), ("q1.opus", "q1.2.opus"), ("q1.vtt", "q1.2.vtt")] {
        try house.drop(Sample.interview("engineer-c20417/" + sample), as: "s/" + name)
      }
      try await house.startAndWait()
      try await house.waitForScores(["s__q1", "s__q1.2"])
      #expect(
        try house.intone("review", "s__q1.2", "--by", "anna", "--judgement", "strong", "--reason", "a note of ours").code == 0)
      let reported = try house.intone("report", "s", "--for", "candidate", "--lang", "en", "--output", "-").out
      let strengths = try #require(reported.range(of: "What went well"))
      let steps = try #require(reported.range(of: "<ol class=\"steps\">"))
      #expect(strengths.lowerBound < steps.lowerBound)
      let feedback = try house.get("/v1/sessions/s/feedback").object
      let listed = try #require(feedback["steps"] as? [[String: Any]])
      #expect((1...3).contains(listed.count))
      for step in listed { #expect(step["answer"] as? String == "s__q1.2", "an attempt that does not count costs nothing") }
      let progress = try #require((feedback["attempts"] as? [[String: Any]])?.first)
      #expect(progress["first"] as? Int == 1 && progress["later"] as? Int == 2)
      #expect(reported.contains("Attempt 2 against attempt 1: lower by "))
      #expect(!reported.contains("a note of ours") && !reported.contains("anna") && !reported.contains("standard deviation"))
      // Nothing is loaded from elsewhere.
      #expect(!reported.contains("http:") && !reported.contains("https:") && !reported.contains("<script") && !reported.contains("src="))
    }

    @Test func `the sound of what cost points stands in the page when asked for, once in the audit log, and not without the daemon`()
      async throws
    {
      let house = try Installation()
      try house.drop(text: "candidate: c-1\nrole: software-engineer\n", as: "s/session.yaml")
      for name in ["q1.opus", "q1.vtt"] { try house.drop(Sample.interview("engineer-c20417/" + name), as: "s/" + name) }
      try await house.startAndWait()
      try await house.waitForScores(["s__q1"])
      let silent = try house.intone("report", "s", "--lang", "en", "--output", "-").out
      #expect(!silent.contains("data:audio"))
      let page = try house.intone("report", "s", "--lang", "en", "--sound", "--output", "-").out
      // RIFF in base 64.
      let sounds = page.components(separatedBy: "src=\"data:audio/wav;base64,UklGR").count - 1
      #expect((1...6).contains(sounds))
      let heard = try house.intone("audit", "list", "--json").out.split(separator: "\n").filter { $0.contains("\"hear\"") }
      #expect(heard.count == 1)
      #expect(try house.intone("report", "s", "--sound", "--for", "candidate").code == 2)
    }

    @Test func `a decision about a session stands on its page, in the list, the view, the feed and the report`() async throws {
      let house = try await house()
      let review = try house.intone(
        "review", "--session", "s", "--by", "anna", "--judgement", "invite", "--reason", "Both answers are strong.", "--lang", "en")
      #expect(review.code == 0, "\(review.error)")
      let shown = try house.intone("show", "s", "--lang", "en").out
      #expect(shown.hasPrefix("Human decision (stands above the machine's scores)\n  invite (anna, "), "\(shown)")
      #expect(shown.contains("The recording of q1 is byte for byte that of another candidate: t__q1 (c-2)."))
      let row = try #require(
        try house.rows("SELECT judgement, reviewer, review_reason, reviewed_at FROM session_scores WHERE session = 's'").first)
      #expect(row["judgement"] as? String == "invite" && row["reviewer"] as? String == "anna")
      #expect((row["reviewed_at"] as? String)?.hasSuffix("Z") == true)
      #expect(try house.rows("SELECT session, candidate FROM session_reviews").first?["candidate"] as? String == "=c-1")
      let feed = try house.intone("events").out.split(separator: "\n").filter { $0.contains(#""kind":"session.reviewed""#) }
      #expect(feed.count == 1 && feed[0].contains(#""judgement":"invite""#))
      let page = try house.intone("report", "s", "--lang", "en", "--output", "-").out
      #expect(page.contains(#"<div class="review"><b>Human decision</b> invite (anna, "#))
      #expect(page.contains("byte for byte that of another candidate"))
      #expect(try house.intone("review", "s__q1", "--session", "s", "--by", "a", "--judgement", "b", "--reason", "c").code != 0)
      let hidden = try house.intone("review", "s__q1", "--by", "a\u{1B}[2J", "--judgement", "b", "--reason", "c", "--lang", "en")
      #expect(hidden.error.contains("[review.unprintable]") && hidden.error.contains("[U+001B]"))
      #expect(try house.intone("audit").out.contains("/v1/sessions/s/review"))
      let forgotten = try house.intone("forget", "=c-1", "--yes", "--json").object
      #expect(forgotten["reviews"] as? Int == 1)
      #expect(try house.rows("SELECT * FROM session_reviews").isEmpty)
    }

    @Test func `nothing that anybody named turns a line around or hides in one`() async throws {
      let house = try await house()
      try house.drop(Sample.short, as: "v\u{202E}\u{200B}/q1.wav")
      try await house.waitForScores(["s__q1", "t__q1", "t__q2", "v\u{202E}\u{200B}__q1"])
      let page = house.root.appendingPathComponent("page.html").path
      for arguments in [
        ["show"], ["show", "s"], ["show", "s__q1"], ["explain", "s__q1"], ["report", "s", "--output", page], ["export"],
      ] {
        for more in [[], ["--json"]] {
          let ended = try house.intone(arguments: arguments + more)
          #expect(ended.code == 0 && ended.out.isPlainText && ended.error.isPlainText, "\(arguments + more): \(ended.out)")
        }
      }
      #expect(try String(contentsOfFile: page, encoding: .utf8).isPlainText)
      #expect(try house.intone("show", "s", "--lang", "en").out.contains("v[U+202E][U+200B]__q1"))
      #expect(try house.intone("export", "--format", "csv", "--for", "people").out.components(separatedBy: "[U+202E]").count > 1)
    }

    @Test func `the list says who, how, when and where, and lets through what is asked for`() async throws {
      let house = try await house()
      _ = try house.intone("review", "--session", "t", "--by", "anna", "--judgement", "invite", "--reason", "clear")
      let lines = try house.intone("show", "--lang", "zh").out.split(separator: "\n").map {
        $0.split(separator: " ").joined(separator: " ")
      }
      #expect(lines.first == "场次 候选人 状态 已答 总分 岗位模型 站点 更新（UTC） 人工决定", "\(lines)")
      #expect(
        lines.contains { $0.hasPrefix("s =c-1 已完成 1/1 ") } && lines.contains { $0.hasPrefix("t c-2 进行中 2 ") && $0.hasSuffix(" invite") })
      func ids(_ more: String...) throws -> [String] {
        let ended = try house.intone(arguments: ["show", "--json"] + more)
        let list = try #require(JSONSerialization.jsonObject(with: Data(ended.out.utf8)) as? [[String: Any]], "\(ended.error)")
        return list.compactMap { $0["id"] as? String }
      }
      #expect(try ids("--state", "completed") == ["s"] && ids("--role", "general") == ["t"] && ids("--candidate", "c-2") == ["t"])
      #expect(try ids("--since", "1h") == ["s", "t"] && ids("--since", "2999-01-01") == [])
      #expect(try ids("--sort", "score") == ["t", "s"], "a short answer has no score by the role sales")
      #expect(
        try ids("--sort", "candidate", "--limit", "1") == ["s"] && ids("--sort", "candidate", "--limit", "1", "--after", "s") == ["t"])
      let answer = try #require(
        JSONSerialization.jsonObject(with: Data(try house.ask("/v1/sessions?sort=score&limit=1").utf8)) as? [[String: Any]])
      let score = try house.intone("show", "t", "--json").object["score"] as? [String: Any]
      #expect(answer.first?["overall"] as? Double != nil && answer.first?["overall"] as? Double == score?["overall"] as? Double)
      for (path, reported) in [
        ("/v1/sessions?stat=completed", "stat; state, role, candidate, since, sort, after, limit"), ("/v1/status?x=1", "x; names"),
        ("/metrics?x", "x; —"), ("/v1/sessions/s?lang=zh", "lang; scale"), ("/v1/audit/verify?after=1", "after; —"),
      ] {
        let refused = try house.ask(path)
        #expect(
          refused.contains(#""status":400"#) && refused.contains("control.unknown-parameter") && refused.contains(reported), "\(refused)")
      }
      #expect(try house.ask("/v1/sessions?state=done").contains("control.bad-request"))
      #expect(try house.ask("/v1/sessions?since=yesterday").contains("control.bad-request"))
      #expect(try house.intone("show", "t", "--scale", "10", "--lang", "en").out.contains(" of 10, interval "))
      #expect(try house.intone("explain", "t__q2", "--scale", "percent", "--lang", "zh").out.contains(" %，区间 "))
    }

    @Test func `a spreadsheet gets words, dimensions and reviews and runs none of it, and import gets back what it gave`() async throws {
      let house = try await house()
      _ = try house.intone("review", "t__q2", "--by", "anna", "--judgement", "@strong", "--reason", "+1, \"yes\"")
      let sheet = try house.intone("export", "--format", "csv", "--for", "people", "--bom", "--lang", "zh").out
      #expect(sheet.hasPrefix("场次,候选人,站点,题目,第几次作答,到达（UTC）,岗位模型,版本,总分,区间下限,区间上限,可信程度,"))
      let rows = sheet.components(separatedBy: "\r\n")
      #expect(rows.count == 5 && rows[1].hasPrefix("s,'=c-1,,q1,1,"), "\(rows)")
      #expect(
        rows[3].contains(",'@strong,anna,\"'+1, \"\"'yes\"\"\"") || rows[3].contains(",'@strong,anna,\"'+1, \"\"yes\"\"\""), "\(rows[3])")
      #expect(try house.intone("export", "--for", "people").code != 0, "people read CSV")
      let plain = try house.intone("export", "--format", "csv").out
      #expect(plain.contains("\ns,q1,1,,=c-1,"), "exact for programs")
      let file = house.root.appendingPathComponent("all.csv")
      try house.write(plain, to: file)
      let other = house.root.appendingPathComponent("other.sqlite").path
      #expect(try house.intone("import", file.path, "--store", other).code == 0)
      #expect(try house.intone("export", "--format", "csv", "--store", other).out == plain)
      #expect(try house.intone("show", "--store", other, "--socket", "/nonexistent", "--lang", "en").out.contains("completed"))

      let table = try house.intone("compare", "s", "t", "--lang", "en")
      #expect(table.code == 1, "two models are not compared")
      let pair = try house.intone("compare", "t", "t__q2", "--lang", "en", "--format", "csv").out
      #expect(pair.contains("left out,q1,—\r\n"), "\(pair)")
    }

    @Test func `of a session and an answer of one name it is said which is shown, and how to see the other`() async throws {
      let house = try Installation()
      try house.drop(Sample.short, as: "a/b.wav")
      try house.drop(Sample.short, as: "a__b/q1.wav")
      try house.drop(Sample.short, as: "c__d/q1.wav")
      try await house.startAndWait()
      try await house.waitForScores(["a__b", "a__b__q1", "c__d__q1"])
      for isDown in [false, true] {
        if isDown { try house.end(SIGTERM) }
        let answer = try house.intone("show", "a__b", "--lang", "en").out
        #expect(
          answer.contains("a__b, revision 1") && answer.hasSuffix("there is a session of this name as well: intone show a__b --session\n"))
        #expect(try house.intone("show", "a__b", "--session", "--lang", "en").out.hasPrefix("a__b  "))
        // A session alone needs no flag; an answer alone is told nothing more.
        #expect(try house.intone("show", "c__d", "--lang", "en").out.hasPrefix("c__d  "))
        #expect(try !house.intone("show", "c__d__q1", "--lang", "en").out.contains("--session"))
        let nobody = try house.intone("show", "nobody__q1", "--lang", "en")
        #expect(nobody.code == 1 && nobody.out.isEmpty, "\(nobody)")
      }
    }

    @Test func `an import reads a file of other column names where it is told what they are`() throws {
      let house = try Installation()
      let file = house.root.appendingPathComponent("面试.csv")
      try house.write("场次,题目,总分,备注\nold,q1,71.5,好\n", to: file)
      let refused = try house.intone("import", file.path, "--lang", "en")
      #expect(refused.code == 1 && refused.error.contains("not known: 场次, 题目, 总分, 备注; missing: session, question"), "\(refused)")
      #expect(refused.error.contains("--column overall=Score") && refused.error.contains("[history.columns]"))
      #expect(try house.intone("import", file.path, "--column", "overall").code == 2)
      let columns = ["--column", "session=场次", "--column", "question=题目", "--column", "overall=总分", "--ignore-column", "备注"]
      #expect(try house.intone(arguments: ["import", file.path] + columns).code == 0)
      #expect(try house.scores().map { $0["overall"] as? Double } == [71.5])
    }
  }
}
