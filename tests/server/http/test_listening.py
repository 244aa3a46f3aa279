"""The listening socket of the served sandbox."""

from __future__ import annotations

import asyncio
import socket

from mktows.server.http.server import listen


def test_an_answer_does_not_wait_for_an_acknowledgement() -> None:
    async def accepted() -> int:
        got: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def connected(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            got.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listener = listen("127.0.0.1", 0)
        async with await asyncio.start_server(connected, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            option = await got
            writer.close()
            await writer.wait_closed()
        return option

    assert asyncio.run(accepted())
