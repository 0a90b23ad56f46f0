import HTTPTypes
import Synchronization
import Testing

@testable import Desk

@Suite struct `Requests of a visitor` {
  @Test func `who asks for too much at once waits, and is told for how long`() async throws {
    let house = DeskHouse()
    try await house.enter()
    house.wait(60)
    for _ in 0..<200 { #expect(try await house.get("/desk/interviews").status == 200) }
    let answer = try await house.get("/desk/running")
    #expect(answer.status == 429 && answer.text.contains("desk.too-many") && answer.headers[.retryAfter] == "1")
    #expect(answer.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none';") == true)
    // Twenty more after a second; another visitor waits for nobody.
    house.wait(1)
    for _ in 0..<20 { #expect(try await house.get("/desk/interviews").status == 200) }
    #expect(try await house.get("/desk/interviews").status == 429)
    let word = house.entrance
    try await house.enter()
    let status = try await house.get("/desk/running").status
    #expect(word != house.entrance && status == 200)
  }

  @Test func `forms are counted by themselves, thirty at once`() async throws {
    let house = DeskHouse()
    try await house.enter()
    house.wait(60)
    for _ in 0..<30 { #expect(try await house.post("/desk/running/work", ["work": "pause"]).status == 303) }
    #expect(try await house.post("/desk/running/work", ["work": "pause"]).status == 429)
    #expect(house.source.acted.withLock { $0.count } == 30)
    house.wait(2)
    #expect(try await house.post("/desk/running/work", ["work": "pause"]).status == 303)
  }
}
