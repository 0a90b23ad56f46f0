#!/usr/bin/env python3
"""The desk in a real browser: a recruiter's, a manager's, a candidate's and an operator's steps, on the sample interviews.

    Tests/Desk/desk.py BIN [PICTURES]

BIN holds intone and intoned. Needs Debian's chromium and chromium-driver, and Selenium and axe from PyPI (`make desk-check` sees
to them). Each step prints a line; the exit code is 1 when one does not hold. With PICTURES, every page is drawn there, wide and
narrow, in both languages, to be looked at.
"""
import base64
import importlib.util
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from axe_core_python.selenium import Axe
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

ROOT = pathlib.Path(__file__).resolve().parents[2]
loader = importlib.util.spec_from_file_location("bench", ROOT / "Tests" / "Bench" / "desk.py")
bench = importlib.util.module_from_spec(loader)
loader.loader.exec_module(bench)
HOSTILE = "<img src=x onerror=alert(1)>\u202e\"'&{{form}}"


class House:
    """A daemon on a scratch directory with the sample interviews and a hostile one, and a desk in front of it."""

    def __init__(self, binaries):
        self.binaries = pathlib.Path(binaries).resolve()
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="intone-desk."))
        for name in ("inbox", "state"):
            (self.root / name).mkdir()
        # A baseline is kept beside the models.
        shutil.copytree(ROOT / "models", self.root / "models")
        (self.root / "intone.yaml").write_text(
            f"inbox:\n  - path: {self.root}/inbox\nstate: {self.root}/state\nmodels: [{self.root}/models]\n"
            f"socket: {self.root}/intone.sock\nworkers: 2\n")
        self.environment = dict(os.environ, INTONE_SOCKET=f"{self.root}/intone.sock", INTONE_MODELS=f"{self.root}/models",
                                INTONE_STORE=f"{self.root}/state/intone.sqlite", USER="anna")
        self.start()
        for session in sorted((ROOT / "samples" / "interviews").iterdir()):
            shutil.copytree(session, self.root / "inbox" / session.name)
        hostile = self.root / "inbox" / "hostile"
        hostile.mkdir()
        for file in sorted((ROOT / "samples" / "interviews").glob("engineer-*/q3.*")):
            shutil.copy(file, hostile / file.name)
        with open(hostile / "q3.txt", "a") as words:
            words.write(f"\n{HOSTILE}\n")
        text = json.dumps(HOSTILE)
        (hostile / "session.yaml").write_text(
            f"candidate: {text}\nrole: software-engineer\nquestions:\n  - {{id: q3, text: {text}}}\n")
        self.await_(lambda: len(self.scored()) == 3, "the scores", 240)
        for role in ("sales", "software-engineer"):
            self.intone("stats", "freeze", role, "--fewest", "2")
        self.desk = subprocess.Popen([self.binaries / "intone", "desk", "--json", "--lang", "en"], env=self.environment,
                                     stdout=subprocess.PIPE, text=True)
        self.address = self.next_address()
        self.base = self.address.split("/desk/")[0]

    def start(self):
        self.daemon = subprocess.Popen([self.binaries / "intoned", "--config", self.root / "intone.yaml"],
                                       stderr=open(self.root / "log", "a"))
        self.await_(lambda: self.curl("/readyz") is not None, "the daemon")

    def stop(self):
        self.daemon.send_signal(signal.SIGTERM)
        self.daemon.wait(60)

    def intone(self, *arguments):
        return subprocess.run([self.binaries / "intone", *arguments], env=self.environment, capture_output=True, text=True, check=True).stdout

    def next_address(self):
        return json.loads(self.desk.stdout.readline())["address"]

    def curl(self, path, *more):
        done = subprocess.run(["curl", "-sf", "--unix-socket", self.root / "intone.sock", *more, "http://x" + path],
                              capture_output=True, text=True)
        return done.stdout if done.returncode == 0 else None

    def scored(self):
        queue = json.loads(self.curl("/v1/queue") or "{}")
        if queue.get("waiting") or queue.get("working"):
            return []
        return [s for s in json.loads(self.curl("/v1/sessions") or "[]") if s["answered"]]

    def await_(self, condition, what, seconds=60):
        for _ in range(seconds * 5):
            if condition():
                return
            time.sleep(0.2)
        raise SystemExit(f"desk: {what} did not come within {seconds} s; see {self.root}/log")

    def end(self):
        self.desk.send_signal(signal.SIGTERM)
        self.desk.wait(20)
        self.stop()
        shutil.rmtree(self.root)


def browser(width, height=1000, script=True):
    options = Options()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", f"--window-size={width},{height}",
                     "--autoplay-policy=no-user-gesture-required"):
        options.add_argument(argument)
    if not script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.binary_location = shutil.which("chromium")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.implicitly_wait(2)
    return driver


def submit(driver, button):
    """Sends a form, and goes on when the page that answers it has taken the old one's place."""
    old = driver.find_element(By.TAG_NAME, "html")
    button.click()

    def gone(driver):
        try:
            return staleness_of(old)(driver)
        except WebDriverException as error:
            # What the driver says of an element whose document is just being replaced.
            return "does not belong to the document" in str(error)

    WebDriverWait(driver, 30).until(gone)


failed = 0


def step(name, holds, seen=""):
    global failed
    failed += not holds
    print(f"{'holds' if holds else 'FAILS'}  {name}" + (f"  [{seen}]" if seen != "" else ""), flush=True)


PAGES = {
    "interviews": "/desk/interviews",
    "interview": "/desk/interviews/sales-c20391",
    "comparison": "/desk/compare?id=sales-c20391&id=sales-c20391",
    "candidate": "/desk/interviews/sales-c20391/candidate",
    "questions": "/desk/questions",
    "roles": "/desk/roles",
    "role": "/desk/roles/sales",
    "baseline": "/desk/roles/sales/baseline",
    "fairness": "/desk/roles/sales/fairness",
    "calibration": "/desk/roles/sales/calibration",
    "check": "/desk/check",
    "running": "/desk/running",
    "fault": "/desk/compare?id=sales-c20391&id=engineer-c20417",
}


def recruiter(house, driver):
    """A recruiter's hour: who has come, one interview, a decision."""
    driver.get(house.address)
    step("the printed address lets one in", driver.title.startswith("Interviews"), driver.title)
    rows = driver.find_elements(By.CSS_SELECTOR, "table.list tbody tr")
    step("every interview is in the list", len(rows) == 3, len(rows))
    select = driver.find_element(By.NAME, "role")
    select.send_keys("sales")
    driver.find_element(By.XPATH, "//button[text()='Show']").click()
    rows = [row.text for row in driver.find_elements(By.CSS_SELECTOR, "table.list tbody tr")]
    step("the filter leaves one role's", len(rows) == 1 and "sales" in rows[0], f"{len(rows)}, {driver.current_url}")
    driver.get(house.base + "/desk/interviews?sort=score")
    scores = [row.find_elements(By.TAG_NAME, "td")[4].text for row in driver.find_elements(By.CSS_SELECTOR, "table.list tbody tr")]
    known = [float(score) for score in scores if score != "—"]
    step("the list can be put in the order of the scores", len(scores) == 3 and len(known) == 2 and known == sorted(known, reverse=True)
         and scores[:2] != ["—"] and driver.find_element(By.CSS_SELECTOR, "select[name=sort] option:checked").text == "highest score first", scores)
    driver.find_element(By.NAME, "candidate").send_keys("c20391" + Keys.ENTER)
    step("a candidate is found, and the address does not name it", "c20391" not in driver.current_url
         and len(driver.find_elements(By.CSS_SELECTOR, "table.list tbody tr")) == 1, driver.current_url)
    driver.find_element(By.LINK_TEXT, "c20391").click()
    step("the interview opens", driver.title.startswith("Interview c20391"), driver.title)
    driver.find_element(By.CSS_SELECTOR, ".decision summary").click()
    driver.find_element(By.CSS_SELECTOR, "input[value=next-round]").click()
    driver.find_element(By.CSS_SELECTOR, ".decision textarea").send_keys("Clear answers; ask about the deal.")
    submit(driver, driver.find_element(By.CSS_SELECTOR, ".decision button"))
    text = driver.find_element(By.CSS_SELECTOR, ".decision").text
    step("a decision stands above the score with who and why", "next round" in text and "anna" in text and "ask about the deal" in text)
    reviews = json.loads(house.curl("/v1/sessions/sales-c20391/reviews"))
    step("a program sees the same decision", [r["judgement"] for r in reviews] == ["next-round"], [r["judgement"] for r in reviews])
    driver.get(house.base + "/desk/interviews")
    step("the list shows it", "next round" in driver.find_element(By.CSS_SELECTOR, "table.list").text)


def hearing(house, driver):
    driver.get(house.base + "/desk/interviews/engineer-c20417")
    links = driver.find_elements(By.CSS_SELECTOR, "a.span")
    step("stretches can be heard", len(links) > 0, len(links))
    if links:
        link = links[0]
        answer, start = link.get_attribute("data-answer"), float(link.get_attribute("data-from"))
        driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
        link.click()
        playing = "const a = document.querySelector(`.player[data-answer='${arguments[0]}'] audio`); return a.currentTime"
        time.sleep(1.5)
        at = driver.execute_script(playing, answer)
        step("a click plays the sound from there", start < at < start + 5, f"{start} s, now {at:.2f} s")
    figure = driver.find_element(By.CSS_SELECTOR, ".player svg")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", figure)
    figure.click()
    time.sleep(1.5)
    at = driver.execute_script("return document.querySelector('.player audio').currentTime")
    length = float(driver.find_element(By.CSS_SELECTOR, ".player").get_attribute("data-duration"))
    step("a click in the timeline plays from that place", abs(at - length / 2) < 4, f"{at:.1f} of {length:.1f} s")
    log = subprocess.run([house.binaries / "intone", "audit", "list", "--json"], env=house.environment, capture_output=True, text=True).stdout
    heard = [line for line in log.splitlines() if '"hear"' in line]
    step("each hearing is in the audit log once", 0 < len(heard) <= 3, len(heard))


def following(house, driver):
    """A hiring manager's listening: what the eye follows, a correction of what the recogniser wrote."""
    driver.get(house.base + "/desk/interviews/sales-c20391")
    figure = driver.find_element(By.CSS_SELECTOR, ".player")
    answer = figure.get_attribute("data-answer")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", figure)
    house.await_(lambda: figure.get_attribute("data-followed"), "what the eye follows", 20)
    heard = json.loads(house.curl(f"/v1/answers/{answer}/listening"))
    step("the envelope is drawn", len(figure.find_elements(By.CSS_SELECTOR, "polygon.envelope")) == 1, f"{len(heard['envelope'])} peaks")
    bars = figure.find_elements(By.CSS_SELECTOR, "rect.pace")
    step("each line has its pace", len(bars) == len(heard["lines"]) > 5, len(bars))
    lines = driver.find_elements(By.CSS_SELECTOR, f".text[data-answer='{answer}'] .line")
    step("each line of the transcript can be chosen", len(lines) == len(heard["lines"]), len(lines))
    if lines:
        driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", lines[3])
        lines[3].click()
        time.sleep(1.2)
        now = [index for index, line in enumerate(lines) if "now" in (line.get_attribute("class") or "").split()]
        at = driver.execute_script("return document.querySelector('.player audio').currentTime")
        step("a chosen line is played and lit", now and now[0] in (3, 4) and at >= heard["lines"][3]["span"][0], f"{now}, {at:.1f} s")
        driver.execute_script("document.querySelector('.player audio').pause()")
    review = driver.find_elements(By.CSS_SELECTOR, "section.answer")[1].find_element(By.CSS_SELECTOR, "form[action$='/review']")
    driver.execute_script("arguments[0].closest('details').open = true", review)
    review.find_element(By.NAME, "judgement").send_keys("convincing")
    review.find_element(By.NAME, "reason").send_keys("Names his own part.")
    submit(driver, review.find_element(By.TAG_NAME, "button"))
    text = driver.find_elements(By.CSS_SELECTOR, "section.answer")[1].text
    step("a review of one answer stands with it", "convincing" in text and "Names his own part." in text and "anna" in text)
    before = json.loads(house.curl(f"/v1/answers/{answer}"))
    section = driver.find_element(By.CSS_SELECTOR, "section.answer")
    form = section.find_element(By.CSS_SELECTOR, f"form[action='/desk/answers/{answer}/transcript']")
    driver.execute_script("arguments[0].closest('details').open = true", form)
    text = form.find_element(By.NAME, "text")
    words = text.get_attribute("value")
    driver.execute_script("arguments[0].value = arguments[1]", text, words.replace("15%", "25%", 1))
    form.find_element(By.NAME, "reason").send_keys("I hear twenty-five & not fifteen.")
    submit(driver, form.find_element(By.TAG_NAME, "button"))
    house.await_(lambda: json.loads(house.curl(f"/v1/answers/{answer}"))["revision"] > before["revision"], "the revision", 60)
    after = json.loads(house.curl(f"/v1/answers/{answer}"))
    step("a corrected transcript is scored again as a revision", "25%" in after["analysis"]["text"]["content"]
         and after["analysis"]["text"]["format"] == "webvtt" and after["analysis"]["scores"]["overall"] is not None,
         f"revision {after['revision']}, {before['analysis']['scores']['overall']} -> {after['analysis']['scores']['overall']}")
    step("who corrected it and why stands with the reviews", (after["reviews"][0]["judgement"], after["reviews"][0]["reason"])
         == ("transcript-corrected", "I hear twenty-five & not fifteen."))
    kept = [str(p.relative_to(house.root)) for p in (house.root / "state" / "archive").rglob(f"{answer.split('__')[1]}.*")]
    step("both versions are kept", any(k.endswith(".json") and ".superseded" in k for k in kept) and any(k.endswith(".vtt") for k in kept))


def at_once(house, first):
    """Two people decide about one interview at the same time, and a session ends before its form is sent."""
    second = browser(1280)
    try:
        second.get(house.next_address())
        for driver in (first, second):
            driver.get(house.base + "/desk/interviews/engineer-c20417")
            driver.find_element(By.CSS_SELECTOR, ".decision summary").click()
            driver.find_element(By.CSS_SELECTOR, "input[value=hold]").click()
        first.find_element(By.CSS_SELECTOR, ".decision textarea").send_keys("the first one")
        second.find_element(By.CSS_SELECTOR, ".decision textarea").send_keys("the second one")
        submit(first, first.find_element(By.CSS_SELECTOR, ".decision button"))
        submit(second, second.find_element(By.CSS_SELECTOR, ".decision button"))
        text = second.find_element(By.TAG_NAME, "main").text
        step("who decides second is told of the first, and nothing is saved over it", "desk.decided-meanwhile" in text and "the first one" in text)
        second.back()
        step("and has the reason still", second.find_element(By.CSS_SELECTOR, ".decision textarea").get_attribute("value") == "the second one")
        second.get(house.base + "/desk/interviews/engineer-c20417")
        second.find_element(By.CSS_SELECTOR, ".decision summary").click()
        second.find_element(By.CSS_SELECTOR, "input[value=decline]").click()
        second.find_element(By.CSS_SELECTOR, ".decision textarea").send_keys("seen it; the second one")
        submit(second, second.find_element(By.CSS_SELECTOR, ".decision button"))
        reasons = [r["reason"] for r in json.loads(house.curl("/v1/sessions/engineer-c20417/reviews"))]
        step("having seen it they decide, and both stand", reasons == ["seen it; the second one", "the first one"], reasons)
        second.find_element(By.CSS_SELECTOR, ".decision summary").click()
        second.find_element(By.CSS_SELECTOR, "input[value=hold]").click()
        second.find_element(By.CSS_SELECTOR, ".decision textarea").send_keys("too late")
        second.delete_all_cookies()
        submit(second, second.find_element(By.CSS_SELECTOR, ".decision button"))
        text = second.find_element(By.TAG_NAME, "main").text
        step("a session that has ended sends nothing, and says how to come in", "desk.closed" in text
             and len(json.loads(house.curl("/v1/sessions/engineer-c20417/reviews"))) == 2)
    finally:
        second.quit()


def live(house, driver):
    driver.get(house.base + "/desk/interviews")
    driver.find_element(By.CSS_SELECTOR, "input[value=sales-c20391]").click()
    driver.execute_script("document.activeElement.blur()")
    late = house.root / "inbox" / "late"
    late.mkdir()
    (late / "session.yaml").write_text("candidate: c-late\nrole: sales\n")
    rows = lambda: driver.execute_script("return document.querySelector('table.live tbody').textContent")
    house.await_(lambda: "c-late" in rows(), "the new interview in the open list", 40)
    step("a new interview comes into the open list, and what was chosen stays chosen",
         driver.find_element(By.CSS_SELECTOR, "input[value=sales-c20391]").is_selected())


def raw(driver):
    """The pages of the page's PDF, as text."""
    made = base64.b64decode(driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "paperWidth": 8.27, "paperHeight": 11.69})["data"])
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


def printed(driver):
    """The same without spaces and ends of lines, which a PDF does not keep."""
    return ["".join(page.split()) for page in raw(driver)]


def candidate(house, driver):
    """A candidate's hour: the page as it is sent, printed and saved."""
    driver.get(house.base + "/desk/interviews/engineer-c20417/candidate")
    text = driver.find_element(By.TAG_NAME, "main").text
    step("strengths stand before what to work on, in plain words", 0 < text.find("What went well") < text.find("What to work on next")
         and "standard deviation" not in text)
    step("three steps at most", 0 < len(driver.find_elements(By.CSS_SELECTOR, "ol.steps > li")) <= 3)
    step("nobody's decision and no score of the session is on it", "64.56" not in text and "anna" not in text and "the first one" not in text)
    steps = ["".join(step.text.split()) for step in driver.find_elements(By.CSS_SELECTOR, "ol.steps > li")]
    pages = printed(driver)
    step("printed as PDF no step is cut by the end of a page", 0 < len(pages) <= 2 and all(sum(text in page for page in pages) == 1 for text in steps),
         f"{len(pages)} pages, {len(steps)} steps")
    step("the PDF has neither menu nor buttons", not any("Role models" in page or "中文" in page for page in raw(driver)))
    cookie = driver.get_cookie("intone_desk")["value"]
    for path, needed in (("/candidate/file", "<ol class=\"steps\">"), ("/report/sound", "data:audio/wav;base64,")):
        request = urllib.request.Request(house.base + "/desk/interviews/engineer-c20417" + path, headers={"Cookie": "intone_desk=" + cookie})
        with urllib.request.urlopen(request) as answer:
            page = answer.read().decode()
            step(f"{path} is one file that loads nothing", needed in page and "attachment" in answer.headers["Content-Disposition"]
                 and "http://" not in page.replace("http://www.w3.org", "") and "<script" not in page, f"{len(page) // 1000} kB")


def analyst(house, driver):
    """A role-model author's look at the questions."""
    driver.get(house.base + "/desk/interviews")
    driver.find_element(By.LINK_TEXT, "Questions").click()
    rows = driver.find_elements(By.CSS_SELECTOR, "table.list tbody tr")
    known = json.loads(house.curl("/v1/stats"))["questions"]
    step("every question that was answered is on the page", len(rows) == len(known) > 0, len(rows))
    first = known[0]
    step("with the figures of the route", f"{first['n']}" in rows[0].text and (first["mean"] is None or f"{first['mean']:.1f}" in rows[0].text),
         rows[0].text.replace(chr(10), " ")[:80])


def roles(house, driver):
    """A role-model author's look at a role, and at a model that is not in force yet."""
    driver.get(house.base + "/desk/interviews")
    driver.find_element(By.LINK_TEXT, "Role models").click()
    models = json.loads(house.curl("/v1/models"))
    rows = driver.find_elements(By.CSS_SELECTOR, "table.list tbody tr")
    step("every role model in force is listed", len(rows) == len(models) > 1, len(rows))
    driver.find_element(By.LINK_TEXT, "Sales representative").click()
    model = json.loads(house.curl("/v1/models/sales"))
    indicators = [i for d in model["dimensions"] for i in d["indicators"]]
    curves = driver.find_elements(By.CSS_SELECTOR, "svg.curve")
    step("each curve is drawn", len(curves) == len([i for i in indicators if "curve" in i]) > 5, len(curves))
    places = [float(c.get_attribute("cx")) for c in curves[0].find_elements(By.TAG_NAME, "circle")]
    values = [point[0] for point in next(i for i in indicators if "curve" in i)["curve"]]
    scale = [(b - a) / (y - x) for a, b, x, y in zip(places, places[1:], values, values[1:])]
    step("its dots stand where its figures are", len(places) == len(values) and max(scale) - min(scale) < 0.02 * max(scale), f"{values}")
    weights = [float(row.text) for row in driver.find_elements(By.CSS_SELECTOR, ".dimensions tbody td.number")]
    step("the weights are the model's, and 100 together", weights == [d["weight"] for d in model["dimensions"]] and sum(weights) == 100, weights)
    text = driver.find_element(By.TAG_NAME, "main").text
    step("questions stand with their groups of words", all(q["text"]["en"] in text for q in model["questions"])
         and model["questions"][0]["keywords"][0]["terms"][0] in text)
    step("rules stand in words", all(rule["en"] in text for rule in model["rules"]), len(model["rules"]))

    source = (house.root / "models" / "sales.yaml").read_text()
    check = lambda yaml: (driver.get(house.base + "/desk/check"),
                          driver.execute_script("arguments[0].value = arguments[1]", driver.find_element(By.NAME, "text"), yaml),
                          submit(driver, driver.find_element(By.CSS_SELECTOR, "form.stacked button")))
    check(source.replace("weight: 15", "weight: fifteen", 1).replace("attempt: last", "attempt: newest"))
    found = [row.text for row in driver.find_elements(By.CSS_SELECTOR, ".mistakes tbody tr")]
    line = source.split("\n").index("attempt: last") + 1
    step("every mistake of a pasted model stands with its line and what would be right",
         any(row.startswith(f"{line}\n") or row.startswith(f"{line} ") for row in found) and any("fifteen" in row for row in found) and any("last" in row and "best" in row for row in found), found)
    step("what was pasted is still there to be mended", "attempt: newest" in driver.find_element(By.CSS_SELECTOR, "textarea.source").get_attribute("value"))
    program = json.loads(subprocess.run(["curl", "-sf", "--unix-socket", house.root / "intone.sock", "--data-binary", "attempt: [", "http://x/v1/models/check"],
                                        capture_output=True, text=True).stdout)
    check("attempt: [")
    text = driver.find_element(By.ID, "result").text
    step("what is no YAML is told with its code, as a program is told", not program["valid"] and program["code"] in text, program["code"])
    slower = source.replace("180: 100, 280: 100, 300: 80, 400: 0", "180: 60, 280: 100", 1)
    check(slower.replace('version: "1.2"', 'version: "1.3"'))
    rows = [row.text.split("\n")[-1].split() for row in driver.find_elements(By.CSS_SELECTOR, ".changes tbody tr")]
    step("a model without mistakes shows who would change", len(rows) > 1 and all("sales-c20391__" in " ".join(row) for row in rows), rows)
    scores = {a["id"]: a["overall"] for a in json.loads(house.curl("/v1/sessions/sales-c20391"))["answers"]}
    step("from the score that stands now, and nothing was changed", all(f"{scores[row[0]]:.1f}" == row[1] for row in rows)
         and json.loads(house.curl("/v1/models/sales"))["version"] == "1.2")
    check(source)
    step("the model in force changes nobody", "no score would change" in driver.find_element(By.ID, "result").text)
    check(source.replace("id: sales", "id: nobody", 1))
    step("a model of a new id neither", "No answer was scored" in driver.find_element(By.ID, "result").text)

    driver.get(house.base + "/desk/roles/sales/baseline")
    rows = driver.find_elements(By.CSS_SELECTOR, "table.spreads tbody tr")
    frozen = json.loads(house.curl("/v1/models/sales/baseline"))["questions"]["*"]
    step("a baseline has a histogram for each measure, with its figures", len(rows) == len(frozen) == len(driver.find_elements(By.CSS_SELECTOR, "table.spreads svg.histogram")), len(rows))
    median = next(row for row in rows if row.text.startswith("answer length")).text if any(row.text.startswith("answer length") for row in rows) else rows[0].text
    step("its median is the route's", any(f"{round(table['percentiles'][50], 2):g}" in median for table in frozen.values()), median.replace("\n", " ")[:90])
    driver.get(house.base + "/desk/interviews/sales-c20391")
    places = driver.find_elements(By.CSS_SELECTOR, "table.places")
    driver.execute_script("for (const d of document.querySelectorAll('details')) d.open = true")
    text = places[0].text if places else ""
    answer = json.loads(house.curl("/v1/answers/" + driver.find_element(By.CSS_SELECTOR, ".player").get_attribute("data-answer")))
    ranks = [one["percentile"] for one in answer["baseline"]["measures"].values() if one["percentile"] is not None]
    shown = [float(meter.get_attribute("value")) for meter in places[0].find_elements(By.TAG_NAME, "meter")] if places else []
    step("an answer's measures stand among the role's answers", 15 < len(shown) <= 21 and not [rank for rank in shown if rank not in [round(one) for one in ranks]]
         and "n = " in text, f"{len(shown)} measures of {len(ranks)}")


def uploads(house, driver):
    """Fairness and calibration from files that are kept nowhere."""
    marks = ["gruppe-zebra-4711", "gruppe-okapi-4712", "attribut-giraffe-4713"]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="intone-uploads."))
    try:
        groups, outcomes, broken, large = (folder / name for name in ("groups.csv", "outcomes.csv", "broken.csv", "large.csv"))
        groups.write_text(f"candidate,{marks[2]}\nc20391,{marks[0]}\nc20417,{marks[1]}\n")
        outcomes.write_text("candidate,outcome\nc20391,4711.4712\n")
        broken.write_text(f"name,{marks[2]}\nc20391,{marks[0]}\n")
        large.write_bytes(b"candidate,gender\n" + b"x,y\n" * (3 << 20))

        def send(page, file, **fields):
            driver.get(house.base + page)
            driver.find_element(By.NAME, "file").send_keys(str(file))
            for name, value in fields.items():
                driver.find_element(By.NAME, name).send_keys(value)
            submit(driver, driver.find_element(By.CSS_SELECTOR, "form.stacked button"))
            return driver.find_element(By.TAG_NAME, "main").text

        text = send("/desk/roles/sales/fairness", groups, threshold="50")
        step("groups of an uploaded file stand with their rates", marks[0] in text and marks[2] in text and "too few to judge" in text
             and "50.0" in text, text.split("\n")[2:5])
        told = json.loads(house.intone("fairness", "--groups", str(groups), "--role", "sales", "--threshold", "50", "--json"))
        asked = json.loads(subprocess.run(
            ["curl", "-sf", "--unix-socket", house.root / "intone.sock", "--data-binary", f"@{groups}", "http://x/v1/fairness?role=sales&threshold=50"],
            capture_output=True, text=True).stdout)
        step("command, route and page say the same", told == asked and f"{told['splits'][0]['groups'][0]['mean'] + 1e-9:.1f}" in text)
        text = send("/desk/roles/sales/calibration", outcomes)
        step("outcomes are held against scores", "Only 1 person has an outcome" in text and "People with score and outcome" in text, text.split("\n")[2:6])
        text = send("/desk/roles/sales/fairness", broken)
        step("a file that lacks a column says which", "table.column" in text and "candidate" in text)
        text = send("/desk/roles/sales/fairness", large)
        step("a file that is too large is refused with what to do", "desk.too-large" in text, text[:80])
        kept = [str(path) for path in house.root.rglob("*") if path.is_file() and any(mark.encode() in path.read_bytes() for mark in marks + ["4711.4712"])]
        step("nothing of the files is on the disk or in a log", kept == [], kept)
        log = house.intone("audit", "list", "--json")
        asked = [line for line in log.splitlines() if '"fairness"' in line or '"calibrate"' in line]
        step("the audit log says who asked", len(asked) >= 4 and not any(mark in line for line in asked for mark in marks), len(asked))
    finally:
        shutil.rmtree(folder)


QUOTES = str.maketrans("", "", "“”\"")


def paper(house, driver):
    """The report on paper: nothing is torn, and no heading stands alone at the foot of a page."""
    for session in ("engineer-c20417", "sales-c20391"):
        driver.get(f"{house.base}/desk/interviews/{session}/report")
        pages = printed(driver)
        # Quotation marks are drawn by the style.
        bare = lambda element: "".join(element.text.split()).translate(QUOTES)
        pages = [page.translate(QUOTES) for page in pages]
        rows = [bare(row) for row in driver.find_elements(By.CSS_SELECTOR, "article > table tr, .measures > div")]
        torn = [row[:40] for row in rows if row and not any(row in page for page in pages)]
        step(f"{session}: no row of the printed report is torn", len(rows) > 60 and not torn, f"{len(pages)} pages, {len(rows)} rows, {torn}")
        headings = {bare(heading) for heading in driver.find_elements(By.CSS_SELECTOR, "h2, h3")}
        alone = [heading for page in pages for heading in headings if heading and page.endswith(heading)]
        step(f"{session}: no heading stands alone at the foot of a page", len(headings) > 8 and not alone, alone)
        heads = driver.execute_script("""return [...document.querySelectorAll('article > .head')].map(head =>
            [head.querySelector('h2').innerText, head.nextElementSibling.innerText])""")
        apart = [title for title, follows in heads if sum("".join(title.split()) in page and "".join(follows.split())[:20].translate(QUOTES) in
                                                            page[page.find("".join(title.split())):] for page in pages) == 0]
        step(f"{session}: each answer's heading is whole, and what follows stands with it", len(heads) == 4 and not apart, apart)
        step(f"{session}: four answers take eight pages at most", 3 <= len(pages) <= 8, len(pages))


def operator(house, driver):
    """An operator's look: what is wrong, what waits, which servers there are; a pause, and what was set aside."""
    driver.get(house.base + "/desk/running")
    fleet = json.loads(house.curl("/v1/fleet"))["nodes"]
    rows = [row.text for row in driver.find_elements(By.CSS_SELECTOR, "table.nodes tbody tr")]
    step("each server of the fleet is on the page", len(rows) == len(fleet) and all(node["node"] in row and node["version"] in row and "well" in row
                                                                                 for node, row in zip(fleet, rows)), rows)
    figures = {row.find_element(By.TAG_NAME, "th").text: row.find_element(By.TAG_NAME, "td").text
               for row in driver.find_elements(By.CSS_SELECTOR, "table.figures tr")}
    status = json.loads(house.curl("/v1/status"))
    step("figures tell the speed, what is stored and how long the disk lasts",
         figures["Faster than real time, one worker"].endswith(" ×") and f"{status['store']['answers']} answers" in figures["Stored"]
         and " / " in figures["Disk free"] and figures["Disk nearly full in"] and figures["The queue will take about"] == "nothing waits", figures)
    submit(driver, driver.find_element(By.CSS_SELECTOR, "button[value=pause]"))
    step("a pause is told", "Paused" in driver.find_element(By.CSS_SELECTOR, "main .warning").text)
    waits = house.root / "inbox" / "waits"
    waits.mkdir()
    for file in (ROOT / "samples" / "interviews" / "sales-c20391").glob("q1.*"):
        shutil.copy(file, waits / file.name)
    (waits / "session.yaml").write_text("candidate: c-waits\nrole: sales\n")
    house.await_(lambda: json.loads(house.curl("/v1/queue"))["waiting"] > 0, "the queue", 30)
    driver.get(house.base + "/desk/running")
    queue = driver.find_element(By.CSS_SELECTOR, "table.list:not(.nodes)").text
    step("what waits stands by its name with the reason", "waits__q1" in queue, queue.replace("\n", " "))
    submit(driver, driver.find_element(By.CSS_SELECTOR, "button[value=resume]"))
    house.await_(lambda: len(json.loads(house.curl("/v1/sessions/waits") or "{}").get("answers", [])) == 1, "the answer that waited", 60)
    step("work goes on, and it is scored", json.loads(house.curl("/v1/sessions/waits"))["answers"][0]["overall"] is not None)
    broken = house.root / "inbox" / "broken"
    broken.mkdir()
    sample = ROOT / "samples" / "interviews" / "engineer-c20417"
    shutil.copy(sample / "q3.txt", broken / "q1.txt")
    (broken / "q1.wav").write_text("this is no sound\n" * 400)
    house.await_(lambda: json.loads(house.curl("/v1/quarantine") or "[]"), "the quarantine", 60)
    aside = json.loads(house.curl("/v1/quarantine"))[0]
    driver.get(house.base + "/desk/running")
    text = driver.find_element(By.TAG_NAME, "main").text
    step("what was set aside stands with cause and remedy", aside["code"] in text and aside["cause"]["en"] in text and aside["action"]["en"] in text, aside["code"])
    shutil.copy(sample / "q3.wav", next((house.root / "state" / "quarantine").rglob("q1.wav")))
    submit(driver, driver.find_element(By.XPATH, "//button[text()='Put back and retry']"))
    house.await_(lambda: len(json.loads(house.curl("/v1/sessions/broken") or "{}").get("answers", [])) == 1, "the mended answer", 60)
    step("mended and put back, it is scored", json.loads(house.curl("/v1/quarantine")) == [])
    log = house.intone("audit", "list", "--json")
    step("the audit log says who paused, resumed and put back", all(f'"{action}"' in log for action in ("pause", "resume", "retry")))


def many(house, driver):
    """Fairness and calibration of hundreds: 600 interviews more, with the figures counted here by themselves."""
    there = json.loads(house.curl("/v1/sessions"))
    house.stop()
    bench.fill(house.root / "state" / "intone.sqlite", 600 + len(there), ["sales-c20391"])
    house.start()
    people = {p["id"]: p["overall_sum"] / p["answers"] for p in json.loads(house.curl("/v1/scored?role=sales"))["people"]}
    folder = pathlib.Path(tempfile.mkdtemp(prefix="intone-many."))
    try:
        # More of the men in the upper half; 7 people of a third origin, 1 % of all; one of whom nothing is known.
        order = sorted((id for id in people if id.startswith("b")), key=people.get)
        sex = {id: "m" if place % 5 < (2 if place < len(order) / 2 else 3) else "f" for place, id in enumerate(order)}
        origin = {id: "C" if place % 90 == 7 else "A" if place % 2 else "B" for place, id in enumerate(order)}
        groups, outcomes = folder / "groups.csv", folder / "outcomes.csv"
        groups.write_text("candidate,gender,ethnicity\n" + "".join(f"{id},{sex[id]},{origin[id]}\n" for id in order[1:]))
        after = {id: round(people[id] / 20 + (place * 37 % 41) / 20, 3) for place, id in enumerate(order)}
        outcomes.write_text("candidate,outcome\n" + "".join(f"{id},{after[id]}\n" for id in order))

        speak(house, driver, "en")

        def send(page, file, **chosen):
            driver.get(house.base + page)
            driver.find_element(By.NAME, "file").send_keys(str(file))
            for name, value in chosen.items():
                driver.find_element(By.CSS_SELECTOR, f"input[name={name}][value={value}]").click()
            submit(driver, driver.find_element(By.CSS_SELECTOR, "form.stacked button"))

        def rows(selector):
            return {row.find_element(By.TAG_NAME, "th").text.split("\n")[0]: row.text.replace("\n", " ")
                    for row in driver.find_elements(By.CSS_SELECTOR, selector + " tbody tr")}

        median = statistics.median(round(score * 100) for score in people.values()) / 100
        def share(kind, value):
            members = [id for id in order[1:] if kind[id] == value]
            return sum(people[id] > median for id in members) / len(members), len(members)
        rate = {value: share(sex, value) for value in "mf"}
        ratio = rate["f"][0] / rate["m"][0]
        send("/desk/roles/sales/fairness", groups)
        seen = rows("section[aria-label=gender] table.groups")
        step("impact ratios of hundreds are those that are counted from the file", f"{rate['f'][1]} " in seen["f"]
             and f"{rate['f'][0] * 100:.1f} %" in seen["f"] and f"{ratio:.2f}" in seen["f"] and "below four fifths" in seen["f"]
             and "below four fifths" not in seen["m"] and len(driver.find_elements(By.CSS_SELECTOR, "svg.interval")) >= 4, seen["f"])
        step("and what makes the gap is told", "What makes the difference" in driver.find_element(By.TAG_NAME, "main").text)
        fits(driver, "fairness of hundreds")
        send("/desk/roles/sales/fairness", groups, layout="ll144")
        told = json.loads(house.intone("fairness", "--groups", str(groups), "--role", "sales", "--format", "ll144", "--json"))
        seen = rows("section[aria-label=gender] table.rates")
        step("as New York City's rule asks, with the same figures", f"{rate['f'][0] * 100:.1f} %" in seen["f"] and f"{ratio:.3f}".rstrip("0") in seen["f"]
             and f" {sum(people[id] > median for id in order[1:] if sex[id] == 'f')} " in seen["f"], seen["f"])
        small = rows("section[aria-label=ethnicity] table.rates")["C"]
        step("a category of less than 2 % has its rate and no ratio", "< 2 %" in small and f" {share(origin, 'C')[1]} " in small, small)
        shown = [row.text.split()[-1] for row in driver.find_elements(By.CSS_SELECTOR, "table.rates tbody tr") if "%" in row.text]
        step("command and page have the same categories, and those in none",
             len(shown) == sum(len(table["categories"]) for table in told["tables"]) == 2 + 3 + 6
             and all(f"in none: {table['unknown']}" in driver.find_element(By.TAG_NAME, "main").text for table in told["tables"]), len(shown))
        fits(driver, "scoring rates of hundreds")
        send("/desk/roles/sales/calibration", outcomes)
        known = [id for id in order]
        r = statistics.correlation([people[id] for id in known], [after[id] for id in known])
        seen = rows("table.factors")
        step("scores of hundreds go with their outcomes as counted here", f"{len(known)} {r:.2f} " in seen["overall"], seen["overall"])
        bands = [row for row in driver.find_elements(By.CSS_SELECTOR, "table.list.plain:not(.factors) tbody tr") if "%" in row.text]
        step("everybody stands in a band of scores", sum(int(row.text.split()[1]) for row in bands) == len(known), [row.text for row in bands])
        fits(driver, "calibration of hundreds")
        driver.get(house.base + "/desk/interviews")
        step("a long list has a next page", len(driver.find_elements(By.CSS_SELECTOR, "table.live tbody tr")) == 50
             and len(driver.find_elements(By.CSS_SELECTOR, "a[rel=next]")) == 1)
        first = driver.find_element(By.CSS_SELECTOR, "table.live tbody").text
        driver.find_element(By.CSS_SELECTOR, "a[rel=next]").click()
        second = driver.find_element(By.CSS_SELECTOR, "table.live tbody").text
        step("with others on it", len(second) > 500 and not set(first.split()) & set(second.split()) & {f"b{n:06}" for n in range(600)})
    finally:
        shutil.rmtree(folder)


def fits(driver, name):
    """The page that stands there, at both widths, with axe; it answered a form and cannot be asked for again."""
    for width in (1280, 390):
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 1400, "deviceScaleFactor": 1, "mobile": width < 500})
        wide = driver.execute_script("return document.documentElement.scrollWidth")
        found = [v["id"] for v in Axe().run(driver)["violations"] if v["impact"] in ("serious", "critical")]
        step(f"{name}, {width} px: fits, and axe finds nothing serious", wide <= width and not found, ", ".join(found))
        if PICTURES:
            driver.save_screenshot(str(PICTURES / f"{name.replace(' ', '-')}.{width}.png"))
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def weight(house, driver):
    """What a first visit loads, all files together."""
    cookie = driver.get_cookie("intone_desk")["value"]
    def size(path):
        request = urllib.request.Request(house.base + path, headers={"Cookie": "intone_desk=" + cookie})
        return len(urllib.request.urlopen(request).read())
    shared = size("/desk/desk.css") + size("/desk/desk.js")
    for name, path in PAGES.items():
        if name != "fault":
            total = shared + size(path)
            step(f"{name}: the first paint takes less than 150 kB", total < 150_000, f"{total / 1000:.0f} kB")


def hostile(house, driver):
    driver.get(house.base + "/desk/interviews/hostile")
    step("markup in a name is text", driver.execute_script("return document.querySelectorAll('main img, main script').length") == 0
         and "onerror" in driver.find_element(By.TAG_NAME, "h1").text)
    step("no mark that turns a line around is on the page", "\u202e" not in driver.page_source)
    words = driver.find_element(By.CSS_SELECTOR, ".text").text
    step("markup in a transcript is text", "onerror=alert(1)" in words and "{{form}}" in words, words[-60:])
    driver.get(house.base + "/desk/interviews")
    step("nor in the list", driver.execute_script("return document.querySelectorAll('main img').length") == 0)


def keyboard(house, driver):
    driver.get(house.base + "/desk/interviews")
    driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    step("the first stop of the keyboard skips to the content", driver.switch_to.active_element.get_attribute("class") == "skip")
    seen = set()
    for _ in range(30):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        element = driver.switch_to.active_element
        seen.add((element.tag_name, element.get_attribute("name") or element.text))
        if element.tag_name == "a" and "/desk/interviews/" in (element.get_attribute("href") or ""):
            element.send_keys(Keys.ENTER)
            break
    step("an interview is reached and opened by keyboard alone", "/desk/interviews/" in driver.current_url, driver.current_url[-30:])


def without_script(house):
    driver = browser(1280, script=False)
    try:
        driver.get(house.next_address())
        driver.find_element(By.LINK_TEXT, "c20417").click()
        link = driver.find_element(By.CSS_SELECTOR, "a.span")
        target = link.get_attribute("href")
        cookie = driver.get_cookie("intone_desk")["value"]
        request = urllib.request.Request(target, headers={"Cookie": "intone_desk=" + cookie})
        with urllib.request.urlopen(request) as answer:
            data = answer.read()
            span = [float(p.split("=")[1]) for p in target.split("?")[1].split("&")]
            expected = 44 + 2 * 16000 * (span[1] - span[0])
            step("without script a stretch is a link to its sound alone", answer.headers["Content-Type"] == "audio/wav"
                 and abs(len(data) - expected) < 2000, f"{len(data)} bytes, expected {expected:.0f}")
        submit(driver, driver.find_element(By.CSS_SELECTOR, ".language button"))
        step("and the language is changed", driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == "zh-CN")
    finally:
        driver.quit()


def strangers(house):
    def status(path, headers=None, data=None):
        try:
            request = urllib.request.Request(house.base + path, headers=headers or {}, data=data)
            return urllib.request.urlopen(request).status
        except urllib.error.HTTPError as error:
            return error.code

    step("without the cookie nothing is shown", status("/desk/interviews/sales-c20391") == 403)
    step("a used address does not work again", status(house.address[len(house.base):]) == 403)
    step("a guessed cookie does not either", status("/desk/running", {"Cookie": "intone_desk=" + "0" * 64}) == 403)
    step("nobody posts from elsewhere", status("/desk/running/work", {}, b"work=pause") == 403)


def secrets(house):
    """What people said and decided is in no log of the daemon."""
    log = (house.root / "log").read_text()
    told = ["Clear answers; ask about the deal.", "I hear twenty-five", "the first one", "c-late", "onerror", "onboarding", "code review"]
    step("the daemon's log has no reason, no candidate and no word of an answer", len(log) > 100 and not [text for text in told if text in log],
         [text for text in told if text in log])


def speak(house, driver, language):
    driver.get(house.base + "/desk/running")
    if driver.find_element(By.TAG_NAME, "html").get_attribute("lang")[:2] != language:
        submit(driver, driver.find_element(By.CSS_SELECTOR, ".language button"))


def looks(house, driver, pictures):
    for language in ("en", "zh"):
        speak(house, driver, language)
        for name, path in PAGES.items():
            for width in (1280, 390):
                driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                       {"width": width, "height": 1400, "deviceScaleFactor": 1, "mobile": width < 500})
                driver.get(house.base + path)
                wide = driver.execute_script("return document.documentElement.scrollWidth")
                found = [v["id"] for v in Axe().run(driver)["violations"] if v["impact"] in ("serious", "critical")]
                noise = [l["message"] for l in driver.get_log("browser") if "Content Security Policy" in l["message"]]
                step(f"{name}, {language}, {width} px: fits, and axe finds nothing serious", wide <= width and not found and not noise,
                     ", ".join(found + noise) or "")
                if pictures:
                    driver.save_screenshot(str(pictures / f"{name}.{language}.{width}.png"))
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
    for name, path in PAGES.items():
        driver.get(house.base + path)
        found = [v["id"] for v in Axe().run(driver)["violations"] if v["impact"] in ("serious", "critical")]
        step(f"{name}, dark: axe finds nothing serious, its contrasts among it", not found, ", ".join(found))
        if pictures:
            driver.save_screenshot(str(pictures / f"{name}.dark.png"))
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


# As docs/desk.md tells them.
HOURS = {
    "a recruiter's hour": (recruiter, live),
    "a hiring manager's hour": (hearing, following, at_once),
    "a candidate's hour": (candidate,),
    "an analyst's hour": (analyst, roles, uploads),
    "an operator's hour": (operator,),
}


def drawn(house, driver, pictures):
    """The pictures of docs/pictures."""
    for name, path, place in (("desk-interviews", "/desk/interviews?role=sales", ""), ("desk-interview", "/desk/interviews/sales-c20391", ""),
                              ("desk-role", "/desk/roles/sales", "#d-fluency")):
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 1100, "height": 800, "deviceScaleFactor": 1, "mobile": False})
        driver.get(house.base + path + place)
        driver.save_screenshot(str(pictures / f"{name}.png"))
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    pictures = PICTURES
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    house = House(sys.argv[1])
    driver = browser(1280)
    try:
        for name, parts in HOURS.items():
            print(f"— {name}", flush=True)
            for part in parts:
                part(house, driver)
        print("— every page", flush=True)
        if pictures:
            drawn(house, driver, pictures)
        weight(house, driver)
        paper(house, driver)
        hostile(house, driver)
        keyboard(house, driver)
        looks(house, driver, pictures)
        without_script(house)
        strangers(house)
        secrets(house)
        print("— hundreds of people", flush=True)
        many(house, driver)
    finally:
        driver.quit()
        house.end()
    print(f"{failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
