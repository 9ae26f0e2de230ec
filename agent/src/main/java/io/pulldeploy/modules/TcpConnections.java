package io.pulldeploy.modules;

import io.pulldeploy.model.IpAddress;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kernel's table of TCP connections. */
final class TcpConnections {
    private static final String ESTABLISHED = "01";

    private final FileTree files;

    TcpConnections(FileTree files) {
        this.files = files;
    }

    /** Those that are open, numbered from 0. */
    Map<Long, @Nullable Object> established() {
        Map<Long, @Nullable Object> found = new LinkedHashMap<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : files.textIfPresent(Path.of(table)).orElse("").lines().toList()) {
                String[] words = line.strip().split("\\s+");
                if (words.length > 3 && words[3].equals(ESTABLISHED)) {
                    String[] local = words[1].split(":");
                    String[] remote = words[2].split(":");
                    Map<String, @Nullable Object> one = new LinkedHashMap<>();
                    one.put("local_addr", address(local[0]));
                    one.put("local_port", Long.parseLong(local[1], 16));
                    one.put("remote_addr", address(remote[0]));
                    one.put("remote_port", Long.parseLong(remote[1], 16));
                    found.put((long) found.size(), one);
                }
            }
        }
        return found;
    }

    /** The kernel writes each four bytes of an address backwards. */
    private static String address(String hex) {
        StringBuilder forwards = new StringBuilder();
        for (int word = 0; word < hex.length(); word += 8) {
            for (int at = word + 6; at >= word; at -= 2) {
                forwards.append(hex, at, at + 2);
            }
        }
        BigInteger value = new BigInteger(forwards.toString(), 16);
        boolean isMapped = value.shiftRight(32).equals(BigInteger.valueOf(0xffff));
        return hex.length() == 8 || isMapped
                ? new IpAddress(4, value.and(BigInteger.valueOf(0xffff_ffffL)), "").toString()
                : new IpAddress(6, value, "").toString();
    }
}
