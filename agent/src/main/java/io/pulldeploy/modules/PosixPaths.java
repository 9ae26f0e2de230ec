package io.pulldeploy.modules;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Python's {@code os.path}, on text: what it splits and joins need not exist. */
public final class PosixPaths {
    private PosixPaths() {}

    public static String directoryName(String path) {
        String head = path.substring(0, path.lastIndexOf('/') + 1);
        String stripped = Texts.stripEnd(head, "/");
        return stripped.isEmpty() ? head : stripped;
    }

    public static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Joins parts; one that is absolute throws away what is before it. */
    public static String join(List<String> parts) {
        StringBuilder out = new StringBuilder();
        for (String part : parts) {
            if (part.startsWith("/")) {
                out.setLength(0);
            } else if (!out.isEmpty() && out.charAt(out.length() - 1) != '/') {
                out.append('/');
            }
            out.append(part);
        }
        return out.toString();
    }

    /** Resolves dots and double slashes without looking at the disk. */
    public static String normal(String path) {
        boolean absolute = path.startsWith("/");
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/")) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (!part.equals("..")
                    || (!absolute && parts.isEmpty())
                    || "..".equals(parts.peekLast())) {
                parts.addLast(part);
            } else if (!parts.isEmpty()) {
                parts.removeLast();
            }
        }
        String joined = String.join("/", parts);
        return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
    }
}
