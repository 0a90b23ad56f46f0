import Interview

/// The OpenAPI 3.1 description of the socket's routes, made from one table.
enum OpenAPI {
  private static let routes: [(method: String, path: String, summary: String, parameters: [String])] = [
    ("get", "/healthz", "Whether the process answers.", []),
    ("get", "/readyz", "Whether it can work; the problems otherwise, with status 503.", []),
    ("get", "/metrics", "Counters in Prometheus' text format.", []),
    ("get", "/v1/openapi.json", "This document.", []),
    ("get", "/v1/status", "State, queue, counters, problems.", []),
    ("get", "/v1/queue", "What waits in the inbox, and for what.", []),
    ("get", "/v1/models", "The role models in force.", []),
    ("get", "/v1/sessions", "Sessions in the order of their ids, from the one after `after`.", ["after", "limit"]),
    ("get", "/v1/sessions/{id}", "One session with its answers' scores.", []),
    ("get", "/v1/answers/{id}", "The current revision of one answer with its analysis.", []),
    ("get", "/v1/answers/{id}/explain", "Why the answer scored as it did, in words.", []),
    ("get", "/v1/answers/{id}/reviews", "What people decided about the answer, the latest first.", []),
    ("post", "/v1/answers/{id}/review", "Adds a review: a JSON body with `reviewer`, `judgement`, `reason`. The score stays.", []),
    ("get", "/v1/quarantine", "What was set aside, with code, cause and what to do.", []),
    ("get", "/v1/events", "The change feed after a cursor as JSON lines, or as a live event stream.", ["after", "limit"]),
    ("post", "/v1/rescan", "Looks at the whole inbox now.", []),
    ("post", "/v1/retry", "Puts back what was set aside.", ["id"]),
  ]

  static let document: String = {
    var paths: [JSON.Member] = []
    for route in routes {
      let named = route.path.contains("{id}") ? [parameter("id", in: "path")] : []
      let operation = JSON.object([
        "summary": .string(route.summary), "parameters": .array(named + route.parameters.map { parameter($0, in: "query") }),
        "responses": .object([
          "200": .object(["description": .string("as the summary says")]),
          "default": .object(["description": .string("a problem document, RFC 9457, with the stable code")]),
        ]),
      ])
      paths.append(.init(route.path, .object([.init(route.method, operation)])))
    }
    return JSON.object([
      "openapi": .string("3.1.0"), "info": .object(["title": .string("Intone control socket"), "version": .string("1")]),
      "paths": .object(paths),
    ]).text
  }()

  private static func parameter(_ name: String, in place: String) -> JSON {
    .object([
      "name": .string(name), "in": .string(place), "required": .bool(place == "path"), "schema": .object(["type": .string("string")]),
    ])
  }
}
