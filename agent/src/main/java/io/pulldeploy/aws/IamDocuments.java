package io.pulldeploy.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What IAM keeps for others to use: managed policies, server certificates, SAML providers. */
public interface IamDocuments {
    /**
     * A managed policy of this account.
     *
     * @param version the default one's id
     * @param others ids of its other versions, the oldest last
     */
    record ManagedPolicy(
            String arn,
            String path,
            String description,
            String version,
            Object document,
            List<String> others) {}

    /**
     * @param body in PEM
     */
    record Certificate(String path, String body) {}

    Optional<ManagedPolicy> policy(String name);

    void createPolicy(
            String name,
            Map<String, ?> document,
            Optional<String> path,
            Optional<String> description);

    /** Adds a version, which becomes the default one. */
    void addVersion(String arn, Map<String, ?> document);

    void deleteVersion(String arn, String version);

    void deletePolicy(String arn);

    Optional<Certificate> certificate(String name);

    /**
     * @param properties what IAM's UploadServerCertificate takes
     */
    void uploadCertificate(Map<String, ?> properties);

    void deleteCertificate(String name);

    /** A SAML provider's ARN. */
    Optional<String> samlProvider(String name);

    /** A SAML provider's metadata. */
    String samlMetadata(String arn);

    void createSamlProvider(String name, String metadata);

    void updateSamlProvider(String arn, String metadata);

    void deleteSamlProvider(String arn);
}
