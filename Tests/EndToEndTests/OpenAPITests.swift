import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

private let python = URL(fileURLWithPath: "/usr/bin/python3")
private let hasValidator = (try? Ended.running(python, ["-c", "import jsonschema"]).code) == 0

extension `What people and programs ask` {
  /// The document held against what the daemon answers, by a validator of others (python3-jsonschema).
  @Suite(.enabled(if: hasValidator, "jsonschema is not installed (Debian package python3-jsonschema)")) struct `The OpenAPI document` {
    /// Asks once for every operation of the document, in the order given here, and prints what does not fit: a member that the
    /// document does not name is as wrong as one that is missing.
    private static let checker = """
      import http.client, json, socket, sys
      from jsonschema import Draft202012Validator, RefResolver
      class Unix(http.client.HTTPConnection):
          def connect(self):
              self.sock = socket.socket(socket.AF_UNIX)
              self.sock.settimeout(20)
              self.sock.connect(sys.argv[1])
      def ask(method, target, body=None):
          c = Unix("localhost")
          c.request(method.upper(), target, body=body.encode() if isinstance(body, str) else json.dumps(body) if body else None)
          r = c.getresponse()
          return r.status, r.getheader("Content-Type").split(";")[0], r.read().decode(errors="replace")
      def strict(node):
          if isinstance(node, dict):
              if "properties" in node: node["additionalProperties"] = False
              for value in node.values(): strict(value)
          elif isinstance(node, list):
              for value in node: strict(value)
          return node
      document = strict(json.loads(ask("GET", "/v1/openapi.json")[2]))
      resolver = RefResolver.from_schema(document)
      wrong = []
      def fits(value, schema, about):
          for error in Draft202012Validator(schema, resolver=resolver).iter_errors(value):
              wrong.append(f"{about}: {list(error.absolute_path)}: {error.message[:300]}")
      asked, lines = [], 0
      for call in json.loads(sys.argv[2]):
          name = f"{call['method']} {call['path']}"
          asked.append(name)
          operation = document["paths"][call["path"]][call["method"]]
          target = call["path"].replace("{id}", call.get("id", "")) + call.get("query", "")
          if "body" in call: fits(call["body"], operation["requestBody"]["content"]["application/json"]["schema"], name + " request")
          if "file" in call and call["type"] not in operation["requestBody"]["content"]: wrong.append(f"{name}: takes no {call['type']}")
          status, kind, text = ask(call["method"], target, call.get("file", call.get("body")))
          expected = call.get("status", 200)
          if status != expected: wrong.append(f"{name}: status {status}: {text[:300]}"); continue
          response = operation["responses"].get(str(status), operation["responses"]["default"])
          if kind not in response["content"]: wrong.append(f"{name}: {kind} is not among {list(response['content'])}"); continue
          if kind.endswith("json"): fits(json.loads(text), response["content"][kind]["schema"], name)
          if kind == "application/jsonl":
              for line in text.splitlines():
                  lines += 1
                  fits(json.loads(line), response["x-line"], name)
      everything = [f"{method} {path}" for path, methods in document["paths"].items() for method in methods]
      print(json.dumps({"wrong": wrong, "left": sorted(set(everything) - set(asked)), "asked": len(asked), "lines": lines}))
      """

    @Test func `every operation answers in the form that the document gives, with no member too many or too few`() async throws {
      let house = try Installation()
      let configuration = try String(contentsOf: house.configuration, encoding: .utf8)
      // Nobody listens there.
      try house.write(configuration + "webhooks:\n  - {name: ats, url: \"http://127.0.0.1:9/\"}\n", to: house.configuration)
      try await house.startAndWait()
      try house.drop(text: "candidate: c-1\nrole: sales\nquestions: [{id: q1}, {id: q2}]\n", as: "s/session.yaml")
      try house.drop(Sample.short, as: "s/q1.wav")
      try house.drop(text: "candidate: c-2\n", as: "t/session.yaml")
      try house.drop(Sample.interview("sales-c20391/q2.flac"), as: "t/q1.flac")
      try house.drop(text: "no recording", as: "u/q1.wav")
      // A transcript without its recording: it waits.
      try house.drop(text: Sample.words, as: "w/q1.srt")
      try await house.waitForScores(["s__q1", "t__q1"])
      try await eventually("the bad one is set aside") { house.files(below: house.quarantine).contains { $0.hasSuffix("q1.wav") } }
      try await eventually("the transcript waits by name") {
        let items = try house.intone("queue", "--json").object["items"] as? [[String: Any]]
        return items?.contains { $0["id"] as? String == "w__q1" && $0["state"] as? String == "awaiting_recording" } == true
      }
      #expect(try house.intone("stats", "freeze", "sales", "--fewest", "2").code == 0)
      let text = try String(contentsOf: house.models.appendingPathComponent("sales.yaml"), encoding: .utf8)
      let model = String(decoding: try JSONEncoder().encode(text.replacing("180: 100", with: "180: 90")), as: UTF8.self)
      let calls = """
        [{"method": "get", "path": "/healthz"}, {"method": "get", "path": "/readyz"}, {"method": "get", "path": "/metrics"},
         {"method": "get", "path": "/v1/openapi.json"}, {"method": "get", "path": "/v1/status"},
         {"method": "get", "path": "/v1/fleet"}, {"method": "get", "path": "/v1/queue"}, {"method": "get", "path": "/v1/queue", "query": "?limit=0"},
         {"method": "get", "path": "/v1/models"}, {"method": "get", "path": "/v1/models/{id}", "id": "sales"},
         {"method": "get", "path": "/v1/models/{id}/baseline", "id": "sales"},
         {"method": "get", "path": "/v1/models/{id}/baseline", "id": "general", "status": 400},
         {"method": "post", "path": "/v1/models/check", "type": "application/yaml", "file": "id: sales"},
         {"method": "post", "path": "/v1/models/check", "type": "application/yaml", "file": "id: ["},
         {"method": "post", "path": "/v1/models/trial", "type": "application/yaml", "file": "id: sales", "status": 400},
         {"method": "post", "path": "/v1/models/trial", "type": "application/yaml", "file": \(model)},
         {"method": "post", "path": "/v1/fairness", "query": "?role=sales&threshold=50", "type": "text/csv",
          "file": "candidate,gender\\nc-1,a\\n"},
         {"method": "post", "path": "/v1/fairness/ll144", "query": "?role=sales&race=origin", "type": "text/csv",
          "file": "candidate,gender,origin\\nc-1,a,b\\n"},
         {"method": "post", "path": "/v1/calibration", "query": "?role=sales", "type": "text/csv",
          "file": "candidate,outcome\\nc-1,1\\n"},
         {"method": "get", "path": "/v1/sessions", "query": "?limit=1"},
         {"method": "get", "path": "/v1/sessions/{id}", "id": "s"}, {"method": "get", "path": "/v1/answers/{id}", "id": "s__q1"},
         {"method": "get", "path": "/v1/answers/{id}", "id": "nobody__q1", "status": 404},
         {"method": "get", "path": "/v1/answers/{id}/explain", "id": "s__q1"},
         {"method": "post", "path": "/v1/answers/{id}/review", "id": "s__q1",
          "body": {"reviewer": "anna", "judgement": "strong", "reason": "clear"}},
         {"method": "get", "path": "/v1/answers/{id}/reviews", "id": "s__q1"},
         {"method": "get", "path": "/v1/answers/{id}/listening", "id": "s__q1"},
         {"method": "post", "path": "/v1/answers/{id}/transcript", "id": "t__q1",
          "body": {"reviewer": "anna", "reason": "heard", "text": "words"}},
         {"method": "post", "path": "/v1/sessions/{id}/review", "id": "s",
          "body": {"reviewer": "anna", "judgement": "invite", "reason": "clear"}},
         {"method": "get", "path": "/v1/sessions/{id}/reviews", "id": "s"}, {"method": "get", "path": "/v1/sessions/{id}", "id": "s"},
         {"method": "get", "path": "/v1/sessions/{id}/report", "id": "s", "query": "?lang=zh&scale=10"},
         {"method": "get", "path": "/v1/sessions/{id}/report", "id": "s", "query": "?for=candidate"},
         {"method": "get", "path": "/v1/sessions/{id}/feedback", "id": "s"},
         {"method": "get", "path": "/v1/answers/{id}/baseline", "id": "s__q1"},
         {"method": "get", "path": "/v1/answers/{id}/recording", "id": "s__q1", "query": "?from=0.5&to=1"},
         {"method": "get", "path": "/v1/answers/{id}/recording", "id": "s__q1", "query": "?from=1&to=0", "status": 400},
         {"method": "get", "path": "/v1/compare", "query": "?id=s&id=s__q1"}, {"method": "get", "path": "/v1/compare", "status": 400},
         {"method": "get", "path": "/v1/compare", "query": "?id=nobody", "status": 404},
         {"method": "get", "path": "/v1/stats"}, {"method": "get", "path": "/v1/stats", "query": "?engine=9.9", "status": 400},
         {"method": "get", "path": "/v1/scored", "query": "?role=sales"}, {"method": "get", "path": "/v1/scored", "status": 400},
         {"method": "get", "path": "/v1/events"}, {"method": "get", "path": "/v1/events", "query": "?limit=none", "status": 400},
         {"method": "get", "path": "/v1/quarantine"}, {"method": "post", "path": "/v1/rescan"},
         {"method": "post", "path": "/v1/rescore", "query": "?dry_run=true"},
         {"method": "post", "path": "/v1/sessions/{id}/hold", "id": "v"}, {"method": "post", "path": "/v1/sessions/{id}/release", "id": "v"},
         {"method": "post", "path": "/v1/pause"}, {"method": "post", "path": "/v1/pause", "query": "?until=yesterday", "status": 400},
         {"method": "post", "path": "/v1/acknowledge", "query": "?code=recording.is-text"}, {"method": "post", "path": "/v1/drain"}, {"method": "post", "path": "/v1/resume"},
         {"method": "get", "path": "/v1/webhooks"}, {"method": "post", "path": "/v1/webhooks/{id}/retry", "id": "ats"},
         {"method": "get", "path": "/v1/configuration"}, {"method": "post", "path": "/v1/reload"},
         {"method": "post", "path": "/v1/retry", "query": "?id=u/q1.wav"},
         {"method": "post", "path": "/v1/forget", "body": {"candidate": "c-2", "dry_run": true}},
         {"method": "post", "path": "/v1/forget", "body": {"candidate": "c-2"}},
         {"method": "post", "path": "/v1/seal", "status": 400},
         {"method": "post", "path": "/v1/exports", "body": {"candidate": "c-2"}},
         {"method": "get", "path": "/v1/audit"}, {"method": "get", "path": "/v1/audit/verify"}, {"method": "get", "path": "/v1/audit/checkpoint"}, {"method": "get", "path": "/v1/status"}]
        """
      let found = try Ended.running(python, ["-W", "ignore", "-c", Self.checker, house.socket.path, calls]).object
      #expect(found["wrong"] as? [String] == [])
      #expect(found["left"] as? [String] == [], "an operation that is not asked for here")
      #expect((found["lines"] as? Int ?? 0) > 5, "events and audit entries")
    }

    @Test func `an answer that does not fit is found: the check can fail`() async throws {
      let house = try Installation()
      try await house.startAndWait()
      let document = try house.ask("/v1/openapi.json")
      let changed = document.replacing("\"uptime_s\":{\"type\":\"number\"}", with: "\"uptime_s\":{\"type\":\"string\"}")
      #expect(changed != document)
      let file = house.root.appendingPathComponent("changed.json")
      try house.write(changed, to: file)
      let checker = Self.checker.replacing("json.loads(ask(\"GET\", \"/v1/openapi.json\")[2])", with: "json.load(open(sys.argv[3]))")
      let found = try Ended.running(
        python, ["-W", "ignore", "-c", checker, house.socket.path, #"[{"method": "get", "path": "/v1/status"}]"#, file.path]
      ).object
      let wrong = try #require(found["wrong"] as? [String])
      #expect(wrong.count == 1 && wrong[0].contains("uptime_s"), "\(wrong)")
    }
  }
}
