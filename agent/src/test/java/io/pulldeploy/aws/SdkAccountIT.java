package io.pulldeploy.aws;

import io.pulldeploy.AwsFixture;
import io.pulldeploy.MotoServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import java.time.Clock;
import java.util.SplittableRandom;

/** Holds the SDK's adapters to the contract against moto. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SdkAccountIT extends AwsAccountContract {
    private MotoServer moto;
    private AwsAccount account;

    @BeforeAll
    void start() {
        moto = MotoServer.start();
        AwsClients clients = new AwsClients(AwsFixture.settings(moto));
        account =
                new SdkAccounts(clients, Clock.systemUTC(), new SplittableRandom(1))
                        .at(clients.settings());
    }

    @AfterAll
    void stop() {
        moto.close();
    }

    @Override
    AwsAccount account() {
        return account;
    }
}
