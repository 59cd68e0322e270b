"""Delays each packet to an address: delay.py ADDRESS SOURCE DEVICE SECONDS, on the host that sends.

A route leads the packets into a tunnel that ends here. A raw socket sends them on after their time.
"""
import fcntl, os, queue, socket, struct, subprocess, sys, threading, time

address, source, device, seconds = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
tunnel = os.open('/dev/net/tun', os.O_RDWR)
fcntl.ioctl(tunnel, TUNSETIFF, struct.pack('16sH', b'delay0', IFF_TUN | IFF_NO_PI))
subprocess.run(['ip', 'link', 'set', 'delay0', 'up'], check=True)
subprocess.run(['ip', 'route', 'add', address, 'dev', 'delay0', 'src', source], check=True)

out = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
out.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, device.encode())
waiting = queue.SimpleQueue()


def send():
    while True:
        due, packet = waiting.get()
        time.sleep(max(0, due - time.monotonic()))
        out.sendto(packet, (address, 0))


threading.Thread(target=send, daemon=True).start()
print('delays', flush=True)
while True:
    packet = os.read(tunnel, 65535)
    if packet[0] >> 4 == 4:
        waiting.put((time.monotonic() + seconds, packet))
