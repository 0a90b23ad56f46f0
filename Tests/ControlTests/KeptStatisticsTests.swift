import Interview
import Queries
import Store
import Testing

@testable import Control

@Suite struct `Statistics that are kept` {
  /// A store that tells of more answers than it has, as one of a year does.
  private func house(_ count: Int) throws -> ControlFixture {
    let house = try ControlFixture()
    for number in 0..<count { try house.seed(OpaqueName("s\(number)"), candidate: "c\(number)") }
    return house
  }

  @Test func `few answers are counted at once, and again when something has come`() throws {
    let house = try house(2)
    let kept = KeptStatistics()
    #expect(try kept.current(house.store, at: 10).answers == 2)
    #expect(try kept.current(house.store, at: 20).counted_at == UTC.text(10))
    try house.seed(OpaqueName("late"))
    #expect(try kept.current(house.store, at: 30).answers == 3)
  }

  @Test func `many are counted by a thread that has time, at most every ten minutes`() throws {
    let house = try house(KeptStatistics.mostAtOnce + 1)
    let kept = KeptStatistics()
    #expect(throws: Fault(.statisticsCounting, "2001")) { try kept.current(house.store, at: 0) }
    try kept.countWhereWanted(house.store, at: 1)
    #expect(try kept.current(house.store, at: 2).answers == 2001)
    try house.seed(OpaqueName("late"))
    // What was counted stands, and nobody has asked for more yet.
    try kept.countWhereWanted(house.store, at: 3)
    #expect(try kept.current(house.store, at: 600).answers == 2001)
    try kept.countWhereWanted(house.store, at: 600)
    #expect(try kept.current(house.store, at: 601).answers == 2001)
    try kept.countWhereWanted(house.store, at: 602)
    #expect(try kept.current(house.store, at: 603).answers == 2002)
  }

  @Test func `an end of the daemon ends a count`() throws {
    let house = try house(KeptStatistics.mostAtOnce + 1)
    let kept = KeptStatistics()
    kept.end()
    #expect(throws: Fault(.statisticsCounting, "2001")) { try kept.countWhereWanted(house.store, at: 1) }
  }
}
