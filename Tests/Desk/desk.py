#!/usr/bin/env python3
"""The desk in a real browser: a recruiter's, a manager's, a candidate's and an operator's steps, on the sample interviews.

    Tests/Desk/desk.py BIN [PICTURES]

BIN holds intone and intoned. Needs Debian's chromium and chromium-driver, and Selenium and axe from PyPI (`make desk-check` sees
to them). Each step prints a line; the exit code is 1 when one does not hold. With PICTURES, every page is drawn there, wide and
narrow, in both languages, to be looked at.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from axe_core_python.selenium import Axe
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOSTILE = "<img src=x onerror=alert(1)>\u202e\"'&{{form}}"


class House:
    """A daemon on a scratch directory with the sample interviews and a hostile one, and a desk in front of it."""

    def __init__(self, binaries):
        self.binaries = pathlib.Path(binaries).resolve()
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="intone-desk."))
        for name in ("inbox", "state"):
            (self.root / name).mkdir()
        (self.root / "intone.yaml").write_text(
            f"inbox:\n  - path: {self.root}/inbox\nstate: {self.root}/state\nmodels: [{ROOT}/models]\n"
            f"socket: {self.root}/intone.sock\nworkers: 2\n")
        self.environment = dict(os.environ, INTONE_SOCKET=f"{self.root}/intone.sock", USER="anna")
        self.daemon = subprocess.Popen([self.binaries / "intoned", "--config", self.root / "intone.yaml"],
                                       stderr=open(self.root / "log", "w"))
        self.await_(lambda: self.curl("/readyz") is not None, "the daemon")
        for session in sorted((ROOT / "samples" / "interviews").iterdir()):
            shutil.copytree(session, self.root / "inbox" / session.name)
        hostile = self.root / "inbox" / "hostile"
        hostile.mkdir()
        first = sorted((ROOT / "samples" / "interviews").glob("engineer-*/q1.*"))
        for file in first:
            shutil.copy(file, hostile / file.name)
        text = json.dumps(HOSTILE)
        (hostile / "session.yaml").write_text(
            f"candidate: {text}\nrole: software-engineer\nquestions:\n  - {{id: q1, text: {text}}}\n")
        self.await_(lambda: len(self.scored()) == 3, "the scores", 240)
        self.desk = subprocess.Popen([self.binaries / "intone", "desk", "--json", "--lang", "en"], env=self.environment,
                                     stdout=subprocess.PIPE, text=True)
        self.address = self.next_address()
        self.base = self.address.split("/desk/")[0]

    def next_address(self):
        return json.loads(self.desk.stdout.readline())["address"]

    def curl(self, path):
        done = subprocess.run(["curl", "-sf", "--unix-socket", self.root / "intone.sock", "http://x" + path],
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
        for process in (self.desk, self.daemon):
            process.send_signal(signal.SIGTERM)
            process.wait(20)
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
    "running": "/desk/running",
    "fault": "/desk/compare?id=sales-c20391&id=engineer-c20417",
}


def recruiter(house, driver):
    driver.get(house.address)
    step("the printed address lets one in", driver.title.startswith("Interviews"), driver.title)
    rows = driver.find_elements(By.CSS_SELECTOR, "table.list tbody tr")
    step("every interview is in the list", len(rows) == 3, len(rows))
    select = driver.find_element(By.NAME, "role")
    select.send_keys("sales")
    driver.find_element(By.XPATH, "//button[text()='Filter']").click()
    rows = [row.text for row in driver.find_elements(By.CSS_SELECTOR, "table.list tbody tr")]
    step("the filter leaves one role's", len(rows) == 1 and "sales" in rows[0], f"{len(rows)}, {driver.current_url}")
    driver.find_element(By.NAME, "candidate").send_keys("c20391" + Keys.ENTER)
    step("a candidate is found, and the address does not name it", "c20391" not in driver.current_url
         and len(driver.find_elements(By.CSS_SELECTOR, "table.list tbody tr")) == 1, driver.current_url)
    driver.find_element(By.LINK_TEXT, "c20391").click()
    step("the interview opens", driver.title.startswith("Interview c20391"), driver.title)
    driver.find_element(By.CSS_SELECTOR, ".decision summary").click()
    driver.find_element(By.CSS_SELECTOR, "input[value=next-round]").click()
    driver.find_element(By.CSS_SELECTOR, ".decision textarea").send_keys("Clear answers; ask about the deal.")
    driver.find_element(By.CSS_SELECTOR, ".decision button").click()
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


def hostile(house, driver):
    driver.get(house.base + "/desk/interviews/hostile")
    step("markup in a name is text", driver.execute_script("return document.querySelectorAll('main img, main script').length") == 0
         and "onerror" in driver.find_element(By.TAG_NAME, "h1").text)
    step("no mark that turns a line around is on the page", "\u202e" not in driver.page_source)
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
        driver.find_element(By.CSS_SELECTOR, ".language button").click()
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


def looks(house, driver, pictures):
    for language in ("en", "zh"):
        current = driver.find_element(By.TAG_NAME, "html").get_attribute("lang")[:2]
        if current != language:
            driver.get(house.base + "/desk/running")
            driver.find_element(By.CSS_SELECTOR, ".language button").click()
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


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    house = House(sys.argv[1])
    driver = browser(1280)
    try:
        recruiter(house, driver)
        hearing(house, driver)
        hostile(house, driver)
        keyboard(house, driver)
        looks(house, driver, pictures)
        without_script(house)
        strangers(house)
    finally:
        driver.quit()
        house.end()
    print(f"{failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
