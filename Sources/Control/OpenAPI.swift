import Interview
import Settings

/// The OpenAPI 3.1 description of the socket's routes, made from their one table.
enum OpenAPI {
  static let document: String = {
    var paths: [JSON.Member] = []
    for route in RouteTable.routes {
      let named = route.path.contains("{id}") ? [parameter("id", in: "path")] : []
      let roles = route.permission.roles.map(\.rawValue).sorted().map(JSON.string)
      let operation = JSON.object([
        "summary": .string(route.summary), "x-roles": .array(roles),
        "parameters": .array(named + route.parameters.map { parameter($0, in: "query") }),
        "responses": .object([
          "200": .object(["description": .string("as the summary says")]),
          "403": .object(["description": .string("none of the caller's groups holds one of x-roles")]),
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
