// Starts the worker. Trunk could write this file, but without telling the page when the program does not load.
importScripts("bayplan-worker.js");
wasm_bindgen({ module_or_path: "bayplan-worker_bg.wasm" }).catch(() => postMessage(false));
