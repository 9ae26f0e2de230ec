package io.pulldeploy.pillar;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Decrypts every message inside a plain value. */
@FunctionalInterface
public interface Decrypter {
    /**
     * @throws io.pulldeploy.model.SlsException if a message cannot be decrypted
     */
    @Nullable Object decrypt(@Nullable Object data, Map<String, @Nullable Object> opts);
}
