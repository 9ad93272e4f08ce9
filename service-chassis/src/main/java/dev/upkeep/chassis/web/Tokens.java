package dev.upkeep.chassis.web;

import java.util.Optional;
import java.util.Set;

/** Who may come in: the local operator, who has every role, and the holders of further tokens. */
final class Tokens {
  private final OperatorToken operatorToken;
  private final Caller operator;
  private final Optional<FurtherTokens> further;

  private Tokens(OperatorToken operatorToken, Caller operator, Optional<FurtherTokens> further) {
    this.operatorToken = operatorToken;
    this.operator = operator;
    this.further = further;
  }

  static Tokens of(WebSettings settings) {
    return new Tokens(
        OperatorToken.in(settings.requiredTokenFile()),
        new Caller(settings.operator(), Set.of(Role.values())),
        Optional.ofNullable(settings.tokensFile()).map(FurtherTokens::in));
  }

  Optional<Caller> holderOf(String presented) {
    return operatorToken.matches(presented)
        ? Optional.of(operator)
        : further.flatMap(tokens -> tokens.holderOf(presented));
  }
}
