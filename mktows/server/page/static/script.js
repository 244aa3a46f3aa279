"use strict";

// The arrow keys lead from call to call, once one of them has the focus.
(() => {
  const body = document.querySelector("#calls tbody");
  if (!body) {
    return;
  }
  body.addEventListener("keydown", (event) => {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    const row = step && event.target.closest("tr")[step];
    if (row) {
      row.querySelector("a").focus();
      event.preventDefault();
    }
  });
})();

// The list of calls grows while it is seen. Every text is put in as text, never as markup.
(() => {
  const listed = document.getElementById("listed");
  const source = listed && listed.dataset.live;
  if (!source) {
    return;
  }
  const body = listed.querySelector("tbody");
  const template = document.getElementById("line").content.querySelector("tr");
  const state = document.getElementById("live-state");
  const button = document.getElementById("live-switch");
  const older = document.querySelector('a[rel="next"]');
  const most = Number(listed.dataset.most);
  let last = new URL(source, location.href).searchParams.get("after");
  let events = null;
  let paused = false;

  const tell = (text) => {
    state.textContent = text;
  };

  const line = (call) => {
    const made = template.cloneNode(true);
    made.className = call.state;
    for (const part of made.querySelectorAll("[data-part]")) {
      part.textContent = call[part.dataset.part];
    }
    made.querySelector("time").dateTime = call.at;
    const link = made.querySelector("a");
    const box = made.querySelector("input");
    box.value = call.id;
    box.setAttribute("aria-label", `Compare call ${call.id}`);
    link.href = link.getAttribute("href").replace("/calls/0", `/calls/${Number(call.id)}`);
    return made;
  };

  const show = (calls, all) => {
    if (!all) {
      body.replaceChildren();
    }
    body.prepend(...calls.map(line));
    while (body.rows.length > most) {
      body.rows[body.rows.length - 1].remove();
    }
    listed.hidden = false;
    document.getElementById("compare").hidden = false;
    const none = document.getElementById("none");
    if (none) {
      none.hidden = true;
    }
    if (!all || body.rows.length >= most) {
      older.hidden = false;
    }
    const end = body.rows[body.rows.length - 1].querySelector('[data-part="id"]');
    const address = new URL(older.href);
    address.searchParams.set("before", end.textContent);
    older.href = address.pathname + address.search;
  };

  const stop = () => {
    if (events) {
      events.close();
      events = null;
    }
  };

  const start = () => {
    stop();
    const address = new URL(source, location.href);
    address.searchParams.set("after", last);
    events = new EventSource(address.pathname + address.search);
    events.addEventListener("open", () => tell("Live"));
    events.addEventListener("calls", (event) => {
      last = event.lastEventId;
      const news = JSON.parse(event.data);
      show(news.rows, news.all);
    });
    events.addEventListener("reset", () => location.reload());
    events.addEventListener("error", () => {
      if (events && events.readyState === EventSource.CLOSED) {
        stop();
        tell("Not live: too many pages are open, or the search is gone. Load the page anew.");
      } else {
        tell("Not connected: trying again");
      }
    });
  };

  const update = () => {
    button.textContent = paused ? "Go on" : "Pause";
    if (paused || document.hidden) {
      stop();
      tell(paused ? "Paused" : "");
    } else {
      start();
    }
  };

  button.addEventListener("click", () => {
    paused = !paused;
    update();
  });
  document.addEventListener("visibilitychange", update);
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      update();
    }
  });

  document.querySelector(".live").hidden = false;
  update();
})();

// What a button copies is the text of another element.
(() => {
  if (!navigator.clipboard) {
    return;
  }
  for (const button of document.querySelectorAll("[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
      button.textContent = "Copied";
    });
  }
})();
