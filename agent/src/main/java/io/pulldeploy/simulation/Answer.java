package io.pulldeploy.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the simulated AWS answers.
 *
 * @param length bytes in {@code body}
 */
record Answer(int status, Map<String, String> headers, InputStream body, long length) {
    static Answer empty(int status) {
        return new Answer(status, Map.of(), InputStream.nullInputStream(), 0);
    }

    static Answer text(int status, String contentType, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return new Answer(
                status,
                Map.of("Content-Type", contentType),
                new ByteArrayInputStream(bytes),
                bytes.length);
    }

    static Answer xml(int status, String document) {
        return text(status, "text/xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + document);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body, length);
    }
}
