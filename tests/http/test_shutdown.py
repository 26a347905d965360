"""What clients of a server that is being stopped are told."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.support.contract import QUESTION, assert_problem
from tests.support.llm_server import Reply, llm_server
from tests.support.running_server import running_server


def test_request_that_a_stopping_server_cannot_finish_is_told_so(tmp_path: Path) -> None:
    with llm_server(Reply(silent=True)) as llm, ThreadPoolExecutor() as pool:
        settings = {"WENBAO_LLM_URL": llm.url, "WENBAO_LLM_MODEL": "tiny"}
        with running_server(tmp_path, **settings) as url:

            def ask() -> httpx.Response:
                body = {"question": QUESTION}
                return httpx.post(f"{url}/v1/ask", json=body, timeout=60, trust_env=False)

            asked = pool.submit(ask)
            assert llm.asked.wait(20)
        reply = asked.result()
    assert_problem(reply, 503, "stopping")
    assert int(reply.headers["retry-after"]) > 0
