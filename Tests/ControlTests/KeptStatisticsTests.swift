import Interview
import Queries
import Store
import Testing

@testable import Control

@Suite struct `Statistics that are kept` {
  /// With one answer for each of so many sessions.
  private func house(_ count: Int) throws -> ControlFixture {
    let house = try ControlFixture()
    for number in 0..<count { try house.seed(OpaqueName("s\(number)"), candidate: "c\(number)") }
    return house
  }

  @Test func `few answers are counted at once, and again when something has come`() throws {
    #expect(KeptStatistics().maximumAtOnce == 2000)
    let house = try house(2)
    let kept = KeptStatistics(maximumAtOnce: 3)
    #expect(try kept.current(house.store, at: 10).answers == 2)
    #expect(try kept.current(house.store, at: 20).counted_at == UTC.text(10))
    try house.seed(OpaqueName("late"))
    #expect(try kept.current(house.store, at: 30).answers == 3)
  }

  @Test func `many are counted by a thread that has time, at most every ten minutes`() throws {
    let house = try house(21)
    let kept = KeptStatistics(maximumAtOnce: 20)
    #expect(throws: Fault(.statisticsCounting, "21")) { try kept.current(house.store, at: 0) }
    kept.countWhereWanted(house.store, at: 1)
    #expect(try kept.current(house.store, at: 2).answers == 21)
    try house.seed(OpaqueName("late"))
    // What was counted stands, and nobody has asked for more yet.
    kept.countWhereWanted(house.store, at: 3)
    #expect(try kept.current(house.store, at: 600).answers == 21)
    kept.countWhereWanted(house.store, at: 600)
    #expect(try kept.current(house.store, at: 601).answers == 21)
    kept.countWhereWanted(house.store, at: 602)
    #expect(try kept.current(house.store, at: 603).answers == 22)
  }

  @Test func `what keeps many from being counted is told, and tried again`() throws {
    let house = try house(21)
    let kept = KeptStatistics(maximumAtOnce: 20)
    let locked = FaultyStore(house.store, sessions: Fault(.storeLocked))
    kept.countWhereWanted(locked, at: 1)
    #expect(throws: Fault(.storeLocked)) { try kept.current(house.store, at: 2) }
    kept.countWhereWanted(house.store, at: 3)
    #expect(try kept.current(house.store, at: 4).answers == 21)
  }

  @Test func `an end of the daemon ends a count`() throws {
    let house = try house(21)
    let kept = KeptStatistics(maximumAtOnce: 20)
    kept.end()
    kept.countWhereWanted(house.store, at: 1)
    #expect(throws: Fault(.statisticsCounting, "21")) { try kept.current(house.store, at: 2) }
  }
}
