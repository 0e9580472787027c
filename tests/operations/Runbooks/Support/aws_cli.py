"""The aws CLI without its start: seven tenths of a second of processor time a call go into importing it.

One process has it imported and forks for each call; an `aws` of a few lines hands over its words, environment and streams. What runs is
awscli's own code, so that words it does not know are refused as by the program.
"""
import json
import os
import select
import socket
import stat
import sys
import tempfile

# No threads here: it is forked.
import awscli.clidriver

STUB = """#!{python} -IS
import json, os, socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect({path!r})
socket.send_fds(s, [json.dumps([sys.argv[1:], dict(os.environ), os.getcwd()]).encode()], [0, 1, 2])
s.shutdown(socket.SHUT_WR)
sys.exit(int(s.recv(16) or b"255"))
"""


def start(services):
    """A folder with an `aws` for PATH. To be called before any thread is started; ends with the process that called it."""
    folder = tempfile.mkdtemp(prefix="aws-cli-")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(os.path.join(folder, "socket"))
    listener.listen(16)
    with open(os.path.join(folder, "aws"), "w") as stub:
        stub.write(STUB.format(python=sys.executable, path=os.path.join(folder, "socket")))
    os.chmod(os.path.join(folder, "aws"), stat.S_IRWXU)
    alive, ours = os.pipe()
    if os.fork() != 0:
        os.close(alive)
        return folder
    os.close(ours)
    driver = awscli.clidriver.create_clidriver()
    for service in services:
        driver.session.create_client(service, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    while listener in (ready := select.select([listener, alive], [], [])[0]) and alive not in ready:
        connection, _ = listener.accept()
        if os.fork() == 0:
            try:
                answer(driver, connection)
            finally:
                os._exit(255)
        connection.close()
        reap()
    for name in ("aws", "socket"):
        os.unlink(os.path.join(folder, name))
    os.rmdir(folder)
    os._exit(0)


def answer(driver, connection):
    said, streams, _, _ = socket.recv_fds(connection, 1 << 20, 3)
    while part := connection.recv(1 << 16):
        said += part
    words, environment, folder = json.loads(said)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    try:
        code = driver.main(words)
    except SystemExit as end:
        code = end.code
    sys.stdout.flush()
    sys.stderr.flush()
    # The streams are closed before the caller hears of the end.
    os.closerange(0, 3)
    connection.sendall(str(code or 0).encode())
    connection.close()


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
