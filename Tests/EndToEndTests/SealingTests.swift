import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

extension `What is kept through everything` {
  /// Who takes the disk or a backup has neither word nor sound; who has the key has all of it.
  @Suite struct Sealing {
    /// A house that seals to a master of its own; `age-keygen` makes it, as an operator would.
    struct Sealed {
      let house: Installation
      let credentials: URL
      let recipient: String
      var key: URL { credentials.appendingPathComponent("intone-seal") }

      init(transcriptWait: Double = 3, server: String? = nil) throws {
        house = try Installation(transcriptWait: transcriptWait, server: server)
        credentials = house.root.appendingPathComponent("credentials")
        try FileManager.default.createDirectory(at: credentials, withIntermediateDirectories: true)
        recipient = try Self.keygen(credentials.appendingPathComponent("intone-seal"))
        try seal(to: recipient)
      }

      static func keygen(_ file: URL) throws -> String {
        _ = try Ended.running(URL(fileURLWithPath: "/usr/bin/age-keygen"), ["-o", file.path])
        return try Ended.running(URL(fileURLWithPath: "/usr/bin/age-keygen"), ["-y", file.path]).out.trimmingCharacters(in: .newlines)
      }

      func seal(to recipient: String) throws {
        let text = try String(contentsOf: house.configuration, encoding: .utf8).components(separatedBy: "seal:")[0]
        try house.write(text + "seal:\n  recipient: \(recipient)\n", to: house.configuration)
      }

      func start(reads: Bool, crash: String? = nil) async throws {
        try house.start(
          through: ["/usr/bin/env"] + (reads ? ["CREDENTIALS_DIRECTORY=\(credentials.path)"] : [])
            + (crash.map { ["INTONE_CRASH_AT=" + $0] } ?? []))
        if crash == nil {
          try await eventually("it answers; it logged: \(house.logged)") { try house.get("/readyz").code == 0 }
        }
      }

      /// Manifest, recording with transcript, and a recording that cannot be used.
      func deliver() throws {
        let questions = "questions: [{id: q1, text: Tell me of a harbour}, {id: q2}]"
        try house.drop(text: "candidate: c-1\naccommodations: [speech]\n\(questions)\n", as: "s-1/session.yaml")
        try house.drop(text: Sample.words, as: "s-1/q1.srt")
        try house.drop(Sample.short, as: "s-1/q1.wav")
        try house.drop(text: "the diary of somebody, no recording", as: "s-1/q2.wav")
      }

      func settled() async throws {
        try await house.waitForScores(["s-1__q1"])
        try await eventually("all is filed: \(house.files(below: house.state))") {
          house.files(below: house.inbox) == [] && house.files(below: house.archive).count == 3
            && house.files(below: house.quarantine).contains("s-1/q2.wav")
        }
      }

      /// Files below these folders that hold any of the given pieces.
      func holders(of pieces: [Data], below folders: [URL]) throws -> [String] {
        var found: [String] = []
        for folder in folders {
          for case let name as String in FileManager.default.enumerator(atPath: folder.path) ?? .init() {
            let file = folder.appendingPathComponent(name)
            guard let bytes = try? Data(contentsOf: file) else { continue }
            if pieces.contains(where: { bytes.range(of: $0) != nil }) { found.append(name) }
          }
        }
        return found.sorted()
      }
    }

    /// Words in the encodings that they might lie in, and stretches of the samples themselves.
    func secrets() throws -> [Data] {
      let words = ["many containers", "One recording", "the diary of somebody", "accommodations: [speech]", "of a harbour"]
      let sound = try Data(contentsOf: Sample.short)
      let pieces = stride(from: 20_000, to: sound.count - 64, by: 10_000).map { sound.subdata(in: $0..<($0 + 32)) }.filter {
        Set($0).count > 8
      }
      // The same samples as numbers of 32 and of 64 bits, as a program keeps them while it works.
      func bytes(_ bits: some FixedWidthInteger) -> [UInt8] {
        (0..<(bits.bitWidth / 8)).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
      }
      let decoded = pieces.flatMap { piece -> [Data] in
        let values = samples(of: piece).map { $0 / 32_768 }
        return [Data(values.flatMap { bytes(Float($0).bitPattern) }), Data(values.flatMap { bytes($0.bitPattern) })]
      }
      return words.flatMap { [Data($0.utf8), $0.data(using: .utf16LittleEndian) ?? Data()] } + pieces + decoded
    }

    /// Bytes taken for samples of 16 bits.
    private func samples(of data: Data) -> [Double] {
      let bytes = [UInt8](data)
      return stride(from: 0, to: bytes.count - 1, by: 2).map { Double(Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)) }
    }

    /// How flat the spectrum of a file is, taken for samples of 16 bits: the geometric over the arithmetic mean of its power at 31
    /// frequencies, over frames of 64 samples. 1 for what nobody can tell from chance, far less for sound, whose low tones outweigh the rest.
    private func flatness(of file: URL) throws -> Double {
      let samples = samples(of: try Data(contentsOf: file).dropFirst(512))
      let power = (1...31).map { tone -> Double in
        let turn = (0..<64).map { 2 * Double.pi * Double(tone * $0) / 64 }
        let (cosines, sines) = (turn.map { cos($0) }, turn.map { sin($0) })
        return stride(from: 0, to: samples.count - 63, by: 64).reduce(1) { sum, start in
          var (real, imaginary) = (0.0, 0.0)
          for position in 0..<64 {
            real += samples[start + position] * cosines[position]
            imaginary += samples[start + position] * sines[position]
          }
          return sum + real * real + imaginary * imaginary
        }
      }
      let count = Double(power.count)
      return exp(power.map { log($0) }.reduce(0, +) / count) / (power.reduce(0, +) / count)
    }

    @Test func `a stolen disk and a stolen backup hold no word and no sound, and the daemon with its key reads all`() async throws {
      let sealed = try Sealed()
      let house = sealed.house
      try await sealed.start(reads: true)
      try sealed.deliver()
      try await sealed.settled()
      let backups = house.root.appendingPathComponent("backups")
      try FileManager.default.createDirectory(at: backups, withIntermediateDirectories: true)
      #expect(try house.intone("backup", backups.path).code == 0)
      #expect(try secrets().count > 10)
      #expect(try sealed.holders(of: secrets(), below: [house.state, house.inbox, backups]) == [])
      // Nor has the sealed recording anything of the sound's spectrum, though as many bytes as it.
      let sound = house.archive.appendingPathComponent("s-1/q1.wav")
      #expect(try flatness(of: sound) > 0.98)
      // The look can fail: in a house that does not seal there are many.
      let open = try Installation(transcriptWait: 30)
      try await open.startAndWait()
      try open.drop(text: Sample.words, as: "s-1/q1.srt")
      try open.drop(Sample.short, as: "s-1/q1.wav")
      try await open.waitForScores(["s-1__q1"])
      #expect(try sealed.holders(of: secrets(), below: [open.state]).count >= 2)
      #expect(try flatness(of: open.archive.appendingPathComponent("s-1/q1.wav")) < 0.5)

      #expect(try house.ask("/v1/answers/s-1__q1").contains("many containers"))
      let heard = house.root.appendingPathComponent("heard.wav")
      let curl = [
        "--silent", "--fail", "--unix-socket", house.socket.path, "-o", heard.path, "http://localhost/v1/answers/s-1__q1/recording",
      ]
      #expect(try Ended.running(URL(fileURLWithPath: "/usr/bin/curl"), curl).code == 0)
      #expect(try Data(contentsOf: heard) == Data(contentsOf: Sample.short))
      // What is set aside comes back as it was.
      #expect(try house.intone("retry", "s-1/q2.wav").code == 0)
      try await eventually("it is set aside again") { house.files(below: house.quarantine).contains("s-1/q2.wav") }
      let drill = try house.intone("drill", backups.path, "--identity", sealed.key.path, "--json").object
      #expect(drill["findings"] as? [String] == [] && drill["recordings_unopened"] as? Int == 0)
      #expect(try house.intone("drill", backups.path, "--json").object["recordings_unopened"] as? Int == 1)
    }

    @Test func `age opens what the daemon sealed, by the session's own identity`() async throws {
      let sealed = try Sealed()
      let house = sealed.house
      try await sealed.start(reads: false)
      try sealed.deliver()
      try await sealed.settled()
      let key = house.root.appendingPathComponent("s-1.key")
      let printed = try house.intone("seal", "identity", "s-1", "--identity", sealed.key.path)
      try house.write(printed.out, to: key)
      let target = house.root.appendingPathComponent("opened")
      for (name, original) in [("q1.wav", try Data(contentsOf: Sample.short)), ("q1.srt", Data(Sample.words.utf8))] {
        let file = house.archive.appendingPathComponent("s-1/" + name)
        let ended = try Ended.running(URL(fileURLWithPath: "/usr/bin/age"), ["-d", "-i", key.path, "-o", target.path, file.path])
        #expect(ended.code == 0, "\(ended.error)")
        #expect(try Data(contentsOf: target) == original)
      }
    }

    @Test func `without the key it seals and scores on, and says of everything else that it is locked`() async throws {
      let sealed = try Sealed()
      let house = sealed.house
      try await sealed.start(reads: false)
      try sealed.deliver()
      try await sealed.settled()
      #expect(try house.ask("/v1/answers/s-1__q1").contains("many containers"), "what this life sealed it can read")
      try house.end(SIGTERM)
      try await sealed.start(reads: false)
      #expect(try !house.ask("/v1/answers/s-1__q1").contains("many containers"))
      #expect(try house.intone("explain", "s-1__q1").out.contains("seal.locked"))
      #expect(try house.ask("/v1/answers/s-1__q1/recording").contains("seal.locked"))
      #expect(try house.intone("show", "s-1__q1").code == 0)
      // Another session is sealed and scored; a further answer of the first one waits for the key.
      try house.drop(Sample.short, as: "s-2/q1.wav")
      try await house.waitForScores(["s-1__q1", "s-2__q1"])
      try house.drop(Sample.short, as: "s-1/q2.wav")
      try await eventually("it is held: \(house.logged)") { house.files(below: house.state).contains("held/s-1/q2.wav") }
      try await eventually("all is filed") { house.files(below: house.inbox) == [] }
      #expect(try sealed.holders(of: secrets(), below: [house.state, house.inbox]) == [])
      try house.end(SIGTERM)
      try await sealed.start(reads: true)
      #expect(try house.intone("retry", "s-1/q2.wav").code == 0)
      try await house.waitForScores(["s-1__q1", "s-1__q2", "s-2__q1"])
      #expect(try house.ask("/v1/answers/s-1__q1").contains("many containers"))
    }

    @Test func `an erased session's backups are read by nobody, and are named with their time; another's stay as they are`() async throws {
      let sealed = try Sealed(transcriptWait: 0)
      let house = sealed.house
      try await sealed.start(reads: true)
      for name in ["s-1", "s-2"] {
        try house.drop(text: "candidate: c-\(name)\n", as: "\(name)/session.yaml")
        try house.drop(text: Sample.words, as: "\(name)/q1.srt")
        try house.drop(Sample.short, as: "\(name)/q1.wav")
      }
      try await eventually("both have words: \(house.logged)") {
        try house.rows("SELECT 1 FROM answers WHERE sealed_words IS NOT NULL AND is_current = 1").count == 2
          && house.rows("SELECT 1 FROM session_scores WHERE candidate IS NOT NULL").count == 2 && house.files(below: house.inbox) == []
      }
      let backups = house.root.appendingPathComponent("backups")
      try FileManager.default.createDirectory(at: backups, withIntermediateDirectories: true)
      #expect(try house.intone("backup", backups.path, "--keep", "35d").code == 0)
      // Files of the archive that some other tool copied.
      let copied = backups.appendingPathComponent("archive")
      try FileManager.default.copyItem(at: house.archive, to: copied)
      let receipt = try house.intone("forget", "c-s-1", "--yes", "--json").object
      let named = try #require((receipt["backups"] as? [[String: Any]])?.first)
      #expect(named["words"] as? Bool == false && (named["file"] as? String)?.hasPrefix(backups.path) == true)
      #expect((named["keep_until"] as? String ?? "") > (named["taken_at"] as? String ?? "9"))
      // With the master, and all that is left anywhere: the keys on the machine and those beside the backup.
      for name in ["s-1", "s-2"] {
        let live = try house.intone("seal", "identity", name, "--identity", sealed.key.path)
        let beside = try house.intone(
          "seal", "identity", name, "--identity", sealed.key.path, "--store", backups.appendingPathComponent("x.sqlite").path)
        #expect((live.code == 0, beside.code == 0) == (name == "s-2", name == "s-2"), "\(name): \(live.error) \(beside.error)")
      }
      #expect(try house.intone("forget", "c-s-2", "--json").object["backups"] != nil, "a trial names them too")
    }

    /// `INTONE_CRASH_AT` is in debug builds alone.
    @Test(arguments: ["sealed.draft", "sealed.filed", "sealed.filed:2", "sealed.draft:3", "recorded"])
    func `a kill at any step of sealing leaves no plain file for good, and nothing twice`(point: String) async throws {
      let sealed = try Sealed()
      let house = sealed.house
      try await sealed.start(reads: false, crash: point)
      try await eventually("it answers, or is dead") { try house.get("/readyz").code == 0 || !house.isRunning }
      try sealed.deliver()
      try await eventually("it is dead: \(house.logged)") { !house.isRunning }
      // Before the next start, in a filing directory there is nothing plain.
      #expect(try sealed.holders(of: secrets(), below: [house.archive, house.quarantine]) == [])
      try await sealed.start(reads: true)
      try await sealed.settled()
      #expect(try sealed.holders(of: secrets(), below: [house.state, house.inbox]) == [])
      #expect(house.files(below: house.archive) == ["s-1/q1.srt", "s-1/q1.wav", "s-1/session.yaml"])
      #expect(try house.scores().first?["revision"] as? Int == 1)
    }

    @Test func `what was there before is sealed by one command, words and sound`() async throws {
      let sealed = try Sealed()
      let house = sealed.house
      let sealing = try String(contentsOf: house.configuration, encoding: .utf8)
      try house.write(sealing.components(separatedBy: "seal:")[0], to: house.configuration)
      try await house.startAndWait()
      try sealed.deliver()
      try await sealed.settled()
      #expect(try house.intone("seal", "existing").error.contains("seal.off"))
      try house.end(SIGTERM)
      #expect(try sealed.holders(of: secrets(), below: [house.state]).count >= 4)
      try house.write(sealing, to: house.configuration)
      try await sealed.start(reads: true)
      let done = try house.intone("seal", "existing", "--json").object
      #expect(done["files"] as? Int == 4 && (done["documents"] as? Int ?? 0) >= 1 && (done["rows"] as? Int ?? 0) >= 1, "\(done)")
      try await eventually("nothing is readable: \(try sealed.holders(of: secrets(), below: [house.state]))") {
        try sealed.holders(of: secrets(), below: [house.state]) == []
      }
      #expect(try house.ask("/v1/answers/s-1__q1").contains("many containers"))
      #expect(try house.intone("seal", "existing", "--json").object["files"] as? Int == 0)
      // Another master: nothing of the sessions is read, and the old key opens nothing any more.
      let new = house.root.appendingPathComponent("new.key")
      let recipient = try Sealed.keygen(new)
      #expect(try house.intone("seal", "rotate", "--identity", sealed.key.path, "--to", recipient, "--json").object["rotated"] as? Int == 1)
      #expect(try house.intone("seal", "identity", "s-1", "--identity", sealed.key.path).code == 1)
      #expect(try house.intone("seal", "identity", "s-1", "--identity", new.path).out.contains("AGE-SECRET-KEY-1"))
    }
  }
}
