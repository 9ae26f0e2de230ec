package io.pulldeploy.modules;

import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kernel's counters in {@code /proc}, in the shapes of Salt's {@code status} functions. */
final class KernelStatistics {
    private static final List<String> DISK_FIELDS =
            List.of(
                    "major",
                    "minor",
                    "device",
                    "reads_issued",
                    "reads_merged",
                    "sectors_read",
                    "ms_spent_reading",
                    "writes_completed",
                    "writes_merged",
                    "sectors_written",
                    "ms_spent_writing",
                    "io_in_progress",
                    "ms_spent_in_io",
                    "weighted_ms_spent_in_io");

    /** The columns of {@code /proc/net/dev}, after the interface's name. */
    private static final Map<String, Integer> INTERFACE_FIELDS = interfaceFields();

    private final FileTree files;

    KernelStatistics(FileTree files) {
        this.files = files;
    }

    private static Map<String, Integer> interfaceFields() {
        Map<String, Integer> fields = new LinkedHashMap<>();
        fields.put("rx_bytes", 0);
        fields.put("rx_compressed", 6);
        fields.put("rx_drop", 3);
        fields.put("rx_errs", 2);
        fields.put("rx_fifo", 4);
        fields.put("rx_frame", 5);
        fields.put("rx_multicast", 7);
        fields.put("rx_packets", 1);
        fields.put("tx_bytes", 8);
        fields.put("tx_carrier", 14);
        fields.put("tx_colls", 13);
        fields.put("tx_compressed", 15);
        fields.put("tx_drop", 11);
        fields.put("tx_errs", 10);
        fields.put("tx_fifo", 12);
        fields.put("tx_packets", 9);
        return fields;
    }

    /** The lines of a file below {@code /proc} that hold something; none if it is not there. */
    List<String> lines(String name) {
        return files.textIfPresent(Path.of("/proc").resolve(name))
                .orElse("")
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String[] words(String line) {
        return line.strip().split("\\s+");
    }

    /** A whole number, another number, or the text itself. */
    static Object number(String text) {
        if (!text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
            BigInteger value = new BigInteger(text);
            return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static List<Object> numbers(String[] words, int from) {
        List<Object> numbers = new ArrayList<>();
        Arrays.stream(words).skip(from).forEach(word -> numbers.add(number(word)));
        return numbers;
    }

    Map<String, @Nullable Object> processorTimes() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String line : lines("stat")) {
            String[] words = words(line);
            all.put(
                    words[0],
                    switch (words[0]) {
                        case "cpu" -> times(words);
                        case "intr" -> counted("irqs", words);
                        case "softirq" -> counted("softirqs", words);
                        default -> number(words[1]);
                    });
        }
        return all;
    }

    private static Map<String, @Nullable Object> times(String[] words) {
        Map<String, @Nullable Object> times = new LinkedHashMap<>();
        times.put("idle", number(words[4]));
        times.put("iowait", number(words[5]));
        times.put("irq", number(words[6]));
        times.put("nice", number(words[2]));
        times.put("softirq", number(words[7]));
        times.put("steal", number(words[8]));
        times.put("system", number(words[3]));
        times.put("user", number(words[1]));
        return times;
    }

    private static Map<String, @Nullable Object> counted(String name, String[] words) {
        Map<String, @Nullable Object> counted = new LinkedHashMap<>();
        counted.put("total", number(words[1]));
        counted.put(name, numbers(words, 2));
        return counted;
    }

    Map<String, @Nullable Object> memory() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String line : lines("meminfo")) {
            String[] words = words(line);
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("value", words[1]);
            if (words.length > 2) {
                one.put("unit", words[2]);
            }
            all.put(words[0].replace(":", ""), one);
        }
        return all;
    }

    Map<String, @Nullable Object> disks() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String line : lines("diskstats")) {
            String[] words = words(line);
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            for (int i = 0; i < DISK_FIELDS.size() && i < words.length; i++) {
                one.put(DISK_FIELDS.get(i), number(words[i]));
            }
            all.put(words[2], one);
        }
        return all;
    }

    Map<String, @Nullable Object> virtualMemory() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String line : lines("vmstat")) {
            String[] words = words(line);
            all.put(words[0], number(words[1]));
        }
        return all;
    }

    /** Pairs of lines: names, then values, both after the same first word. */
    Map<String, @Nullable Object> network() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        String[] headers = {""};
        for (String line : lines("net/netstat")) {
            String[] words = words(line);
            if (!words[0].equals(headers[0])) {
                headers = words;
                continue;
            }
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            // Salt leaves the last column out.
            for (int i = 1; i < headers.length - 1; i++) {
                row.put(headers[i], number(words[i]));
            }
            all.put(headers[0].replace(":", ""), row);
        }
        return all;
    }

    Map<String, @Nullable Object> interfaces() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String line : lines("net/dev")) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String name = line.substring(0, colon).strip();
            String[] words = words(line.substring(colon + 1));
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("iface", name);
            INTERFACE_FIELDS.forEach((field, column) -> one.put(field, number(words[column])));
            all.put(name, one);
        }
        return all;
    }
}
