package io.pulldeploy.artifact;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The keys that this instance trusts, and whether something is signed by one of them. */
public final class Signatures {
    static final String ALGORITHM = "Ed25519";

    private static final String SIGN_ANEW =
            "Publish or promote it with --key, or set trusted_keys to the keys in use.";

    private static final Pattern ARMOUR = Pattern.compile("-----[A-Z ]+-----|\\s");

    private final Map<String, PublicKey> trusted = new LinkedHashMap<>();

    /**
     * @param keys key ids to Ed25519 public keys, each as PEM or as the base64 inside it; none
     *     means that nothing is checked
     * @throws Failure (CONFIGURATION) if a key is none
     */
    public Signatures(Map<String, String> keys) {
        keys.forEach((id, text) -> trusted.put(id, publicKey(id, text)));
    }

    public boolean required() {
        return !trusted.isEmpty();
    }

    /**
     * @param document what was signed, byte for byte
     * @param where the signed document as messages name it
     * @param signature the detached signature's own document
     * @throws Failure (REFUSED) if the key is not trusted or the signature does not match
     */
    void verify(String document, String where, String signature) {
        Document fields = Document.parseAny(signature, "the signature of " + where, SIGN_ANEW);
        String algorithm = fields.text("algorithm");
        if (!algorithm.equals(ALGORITHM)) {
            throw refused(where, "is signed with " + algorithm + " instead of " + ALGORITHM);
        }
        String keyId = fields.text("keyId");
        PublicKey key = trusted.get(keyId);
        if (key == null) {
            throw refused(where, "is signed with the key " + keyId + ", which is not trusted");
        }
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(document.getBytes(StandardCharsets.UTF_8));
            if (check.verify(Base64.getDecoder().decode(fields.text("signature")))) {
                return;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw refused(where, "has a damaged signature: " + e.getMessage());
        }
        throw refused(where, "does not match its signature by the key " + keyId);
    }

    /** The name of the key in a signature's document; empty if it is damaged. */
    static String keyIdOf(String signature) {
        try {
            return Document.parseAny(signature, "the signature", SIGN_ANEW).text("keyId");
        } catch (Failure e) {
            return "";
        }
    }

    /** What is not signed although it must be. */
    Failure missing(String where) {
        return refused(where, "is not signed, and trusted_keys asks for a signature");
    }

    /** A signature's document, fit for {@link #verify}. */
    static String write(String keyId, byte[] signature) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("keyId", keyId);
        fields.put("algorithm", ALGORITHM);
        fields.put("signature", Base64.getEncoder().encodeToString(signature));
        return Document.write(fields);
    }

    /** The bytes inside PEM armour, or of bare base64. */
    static byte[] unarmoured(String text) {
        return Base64.getDecoder().decode(ARMOUR.matcher(text).replaceAll(""));
    }

    private static PublicKey publicKey(String id, String text) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(unarmoured(text)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.CONFIGURATION,
                    "trusted_keys: " + id + " is no Ed25519 public key",
                    "Write what 'openssl pkey -in key.pem -pubout' prints.",
                    e);
        }
    }

    private static Failure refused(String where, String complaint) {
        return new Failure(ExitCode.REFUSED, where + " " + complaint, SIGN_ANEW);
    }
}
