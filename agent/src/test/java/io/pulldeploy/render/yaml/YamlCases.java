package io.pulldeploy.render.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Reads the cases that {@code conformance/yaml/make_cases.py} wrote. */
final class YamlCases {
    private YamlCases() {}

    static JsonNode read(String file) {
        String path = "/conformance/yaml/" + file;
        try (InputStream in = YamlCases.class.getResourceAsStream(path)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
