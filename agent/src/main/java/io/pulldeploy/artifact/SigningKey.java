package io.pulldeploy.artifact;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/** A release engineer's private key. */
public final class SigningKey {
    private final String id;
    private final PrivateKey key;

    private SigningKey(String id, PrivateKey key) {
        this.id = id;
        this.key = key;
    }

    /**
     * @param id under which instances list the public half in {@code trusted_keys}
     * @param pem PKCS#8, as {@code openssl genpkey -algorithm ed25519} writes it
     * @throws Failure (CONFIGURATION) if it is no such key
     */
    public static SigningKey of(String id, String pem) {
        try {
            return new SigningKey(
                    id,
                    KeyFactory.getInstance(Signatures.ALGORITHM)
                            .generatePrivate(new PKCS8EncodedKeySpec(Signatures.unarmoured(pem))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.CONFIGURATION,
                    "the signing key " + id + " is no Ed25519 private key in PKCS#8",
                    "Make one with 'openssl genpkey -algorithm ed25519 -out key.pem'.",
                    e);
        }
    }

    /** Under which name instances know it. */
    String id() {
        return id;
    }

    /** The detached signature's document for the exact bytes of another. */
    String sign(String document) {
        try {
            Signature signature = Signature.getInstance(Signatures.ALGORITHM);
            signature.initSign(key);
            signature.update(document.getBytes(StandardCharsets.UTF_8));
            return Signatures.write(id, signature.sign());
        } catch (GeneralSecurityException e) {
            throw new Failure(ExitCode.INTERNAL, "cannot sign with the key " + id, "", e);
        }
    }
}
