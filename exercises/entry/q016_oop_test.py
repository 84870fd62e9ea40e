"""Checks for Q16 · Objects."""

import pytest
from q016_oop import Account, OverdraftError, SavingsAccount, transfer


class Jar:
    """Behaves like an account where it has to, and is none."""

    def __init__(self, coins):
        self.coins = coins

    def deposit(self, coins):
        self.coins += coins

    def withdraw(self, coins):
        self.coins -= coins


class Box:
    """Takes money, and has nothing else of an account; an empty one counts as false."""

    def __init__(self):
        self.coins = 0

    def __bool__(self):
        return self.coins > 0

    def deposit(self, coins):
        self.coins += coins


class Closed(Account):
    """An account that takes no more money."""

    def deposit(self, amount):
        raise PermissionError("closed")


class TargetRaising:
    """A target that raises what it was given, whatever the amount."""

    def __init__(self, error):
        self.error = error

    def deposit(self, coins):
        raise self.error


@pytest.mark.hint("`__init__` puts what belongs to this one object on `self`.")
def test_an_account_opens():
    """An account has an owner and a balance of its own, 0 unless said otherwise."""
    ada, bob = Account("Ada"), Account(owner="Bob", balance=70)
    assert (ada.owner, ada.balance) == ("Ada", 0), "of Account('Ada')"
    assert (bob.owner, bob.balance) == ("Bob", 70), "of Account(owner='Bob', balance=70)"
    assert Account(" de Vries ", 5).owner == " de Vries "
    assert Account("").owner == ""


@pytest.mark.hint("Compare the amount with the balance: may they be equal?")
def test_deposit_and_withdraw_move_the_balance():
    """A deposit adds, a withdrawal takes away, and all of the balance may go."""
    ada, other, rich = Account("Ada", 10), Account("Ada", 10), Account("Zoe", 10**17)
    ada.deposit(5)
    assert ada.balance == 15, "10 and a deposit of 5"
    ada.withdraw(1)
    assert ada.balance == 14, "15 less a withdrawal of 1"
    account_of_14 = ada
    account_of_14.withdraw(14)
    assert ada.balance == 0, "14 less a withdrawal of 14"
    assert other.balance == 10, "the other account of Ada was not touched"
    rich.deposit(3)
    assert rich.balance == 10**17 + 3, "10**17 and a deposit of 3"
    rich.withdraw(1)
    assert rich.balance == 10**17 + 2, "10**17 + 3 less a withdrawal of 1"


@pytest.mark.hint(
    "Can your object be made wrong from outside?",
    "A `@property` without a setter can be read and not assigned; keep the value in `_balance`.",
)
def test_balance_cannot_be_assigned():
    """Assigning `balance` raises an `AttributeError`, in both classes."""
    account_of_100, savings_of_80 = Account("Ada", 100), SavingsAccount("Bob", 80, minimum=50)
    with pytest.raises(AttributeError):
        account_of_100.balance = 5
    with pytest.raises(AttributeError):
        account_of_100.balance += 5
    with pytest.raises(AttributeError):
        account_of_100.balance = 100
    with pytest.raises(AttributeError):
        savings_of_80.balance = 90
    assert (account_of_100.balance, savings_of_80.balance) == (100, 80), "nothing could be assigned"


@pytest.mark.hint("Can your object be born wrong? Look at the balance before you keep it.")
def test_refuses_to_open_below_zero():
    """An opening balance below zero raises a `ValueError`."""
    with pytest.raises(ValueError):
        Account("Eve", -1)
    with pytest.raises(ValueError):
        Account("Eve", balance=-200)
    assert Account("Eve", 0).balance == 0


@pytest.mark.parametrize("amount", [0, -1, -25])
@pytest.mark.hint(
    "What would a deposit of -25 do to the balance? Look at the amount first.",
)
def test_deposit_refuses_amounts_that_are_not_positive(amount):
    """A deposit of 0 or less raises a `ValueError`; nothing has changed."""
    account, savings = Account("Ada", 100), SavingsAccount("Bob", 80, minimum=50)
    with pytest.raises(ValueError):
        account.deposit(amount)
    with pytest.raises(ValueError):
        savings.deposit(amount)
    assert (account.balance, savings.balance) == (100, 80), f"after a deposit of {amount}"


@pytest.mark.parametrize("amount", [0, -1, -25])
@pytest.mark.hint(
    "What would a withdrawal of -25 do to the balance? Look at the amount first.",
    "Does the savings account look at the amount too, or ask somebody who does?",
)
def test_withdraw_refuses_amounts_that_are_not_positive(amount):
    """A withdrawal of 0 or less raises a `ValueError`; nothing has changed."""
    account, savings = Account("Ada", 100), SavingsAccount("Bob", 80, minimum=50)
    with pytest.raises(ValueError):
        account.withdraw(amount)
    with pytest.raises(ValueError):
        savings.withdraw(amount)
    assert (account.balance, savings.balance) == (100, 80), f"after a withdrawal of {amount}"
    savings_at_minimum = SavingsAccount("Eve", 50, minimum=50)
    with pytest.raises(ValueError):
        savings_at_minimum.withdraw(amount)
    assert savings_at_minimum.balance == 50, f"50, the minimum, after a withdrawal of {amount}"


@pytest.mark.hint("Check before you change anything, then raise `OverdraftError`.")
def test_refuses_an_overdraft():
    """Withdrawing more than the balance raises `OverdraftError` and changes nothing."""
    account_of_100 = Account("Ada", 100)
    with pytest.raises(OverdraftError):
        account_of_100.withdraw(101)
    assert account_of_100.balance == 100, "100, after a withdrawal of 101 was refused"
    with pytest.raises(OverdraftError):
        Account("Eve").withdraw(1)


@pytest.mark.hint(
    "Say only what differs, and leave the rest to `super()`.",
    "May the opening balance be equal to the minimum?",
)
def test_savings_open_with_their_minimum():
    """A savings account is an `Account` that opens with its minimum or more."""
    savings, other = SavingsAccount(owner="Bob", balance=50, minimum=50), SavingsAccount("Eve")
    assert isinstance(savings, Account)
    assert (savings.owner, savings.balance, savings.minimum) == ("Bob", 50, 50), (
        "of SavingsAccount(owner='Bob', balance=50, minimum=50)"
    )
    assert (other.balance, other.minimum) == (0, 0), "of SavingsAccount('Eve')"
    with pytest.raises(ValueError):
        SavingsAccount("Bob", 49, 50)
    with pytest.raises(ValueError):
        SavingsAccount("Bob", -1)
    with pytest.raises(ValueError):
        SavingsAccount("Bob", minimum=7)


@pytest.mark.hint(
    "What is left after the withdrawal? Compare that with the minimum.",
    "May it be equal to the minimum?",
)
def test_savings_keep_their_minimum():
    """A savings account goes down to its minimum and not below."""
    savings = of_80_minimum_50 = of_75_minimum_50 = SavingsAccount("Bob", 80, minimum=50)
    of_80_minimum_50.deposit(5)
    of_80_minimum_50.withdraw(10)
    assert savings.balance == 75, "80 and a deposit of 5, less a withdrawal of 10"
    with pytest.raises(OverdraftError):
        of_75_minimum_50.withdraw(26)
    with pytest.raises(OverdraftError):
        of_75_minimum_50.withdraw(76)
    assert savings.balance == 75, "75, after withdrawals of 26 and 76 that were refused"
    of_75_minimum_50.withdraw(25)
    assert savings.balance == 50, "75 less a withdrawal of 25, with a minimum of 50"
    of_7_minimum_0 = SavingsAccount("Eve", 7)
    of_7_minimum_0.withdraw(7)
    assert of_7_minimum_0.balance == 0, "7 less a withdrawal of 7, with a minimum of 0"


@pytest.mark.hint(
    "`repr` of a text puts the quotes round it: in an f-string, `{self.owner!r}`.",
    "A savings account is made by another call than an account: override `__repr__`.",
    "`type(self)` is the object's own class, whichever class the method stands in.",
)
def test_repr_is_the_call_that_makes_the_object():
    """The `repr` has the object's own class, its owner, its present balance and its minimum."""

    class Junior(Account):
        pass

    class Nest(SavingsAccount):
        pass

    assert repr(account := Account("Ada", 150)) == "Account('Ada', 150)"
    savings = SavingsAccount("Bob", 80, minimum=50)
    assert repr(savings) == "SavingsAccount('Bob', 80, 50)", "savings of 80 with a minimum of 50"
    account.deposit(1)
    savings.withdraw(2)
    assert repr(account) == "Account('Ada', 151)", "150 and a deposit of 1"
    assert repr(savings) == "SavingsAccount('Bob', 78, 50)", "80 less a withdrawal of 2"
    assert repr(Account("Pat O'Hara")) == """Account("Pat O'Hara", 0)"""
    assert repr(SavingsAccount("Pat O'Hara")) == """SavingsAccount("Pat O'Hara", 0, 0)"""
    assert repr(SavingsAccount("Pat (11)", 5)) == "SavingsAccount('Pat (11)', 5, 0)"
    assert repr(Junior("Kim", 5)) == "Junior('Kim', 5)"
    assert repr(Nest("Kim", 5)) == "Nest('Kim', 5, 0)"


@pytest.mark.hint("Two calls, one on each account.")
def test_transfer_moves_money():
    """A transfer takes the amount from the source and gives it to the target."""
    ada_of_100, bob_of_50 = Account("Ada", 100), SavingsAccount("Bob", 50, minimum=50)
    transfer(ada_of_100, bob_of_50, 40)
    assert (ada_of_100.balance, bob_of_50.balance) == (60, 90), (
        "100 and 50, and 40 went from Ada to Bob"
    )
    bob_of_90, ada_of_60 = bob_of_50, ada_of_100
    transfer(bob_of_90, ada_of_60, 40)
    assert (ada_of_100.balance, bob_of_50.balance) == (100, 50), (
        "60 and 90, and 40 went from Bob to Ada"
    )
    transfer(ada_of_100, ada_of_100, 70)
    assert ada_of_100.balance == 100, "100, and 70 went from Ada to Ada"


@pytest.mark.hint(
    "Which of the two steps comes first? Withdraw: if that raises, nothing has happened yet.",
    "What does your cleanup do when nothing has been withdrawn?",
)
def test_a_refused_withdrawal_leaves_both_alone():
    """When the withdrawal raises, the caller gets the exception; both balances are as before."""

    class Stuck(Account):
        def withdraw(self, amount):
            raise self.error

    ada_of_100, bob_of_60_minimum_50 = Account("Ada", 100), SavingsAccount("Bob", 60, minimum=50)
    with pytest.raises(OverdraftError):
        transfer(ada_of_100, bob_of_60_minimum_50, 101)
    with pytest.raises(OverdraftError):
        transfer(bob_of_60_minimum_50, ada_of_100, 11)
    with pytest.raises(ValueError):
        transfer(ada_of_100, bob_of_60_minimum_50, -5)
    with pytest.raises(OverdraftError):
        transfer(ada_of_100, ada_of_100, 101)
    with pytest.raises(ValueError):
        transfer(bob_of_60_minimum_50, bob_of_60_minimum_50, 0)
    with pytest.raises(OverdraftError):
        transfer(bob_of_60_minimum_50, bob_of_60_minimum_50, 11)
    assert (ada_of_100.balance, bob_of_60_minimum_50.balance) == (100, 60), (
        "100 and 60, and six transfers failed"
    )
    stuck = Stuck("Eve", 50)
    for stuck.error in [KeyboardInterrupt(), SystemExit(3), PermissionError("frozen")]:
        with pytest.raises(BaseException) as caught:
            transfer(stuck, ada_of_100, 5)
        got = f"`withdraw` raised {stuck.error!r}, the caller got {caught.value!r}"
        arrived = caught.value
        assert arrived is stuck.error, got
        assert (stuck.balance, ada_of_100.balance) == (50, 100), (
            f"50 and 100, and `withdraw` raised {stuck.error!r} in the transfer from 50"
        )


@pytest.mark.parametrize(
    "error",
    [
        *(PermissionError("locked"), OverdraftError("full"), ValueError("odd"), TypeError("odd")),
        *(KeyboardInterrupt(), SystemExit(3)),
    ],
    ids=repr,
)
@pytest.mark.hint(
    "If the deposit raises, give the money back, then let the same exception go on.",
    "Not every exception is an `Exception`.",
)
def test_a_refused_deposit_leaves_the_source_alone(error):
    """When the deposit raises, the caller gets that exception; the money is back."""
    ada_of_100 = Account("Ada", 100)
    with pytest.raises(BaseException) as caught:
        transfer(ada_of_100, TargetRaising(error), 60)
    arrived = caught.value
    assert arrived is error, f"the deposit raised {error!r}, the caller got {arrived!r}"
    assert ada_of_100.balance == 100, f"Ada had 100; after a deposit that raised {error!r}"
    target_refusing_deposits = Closed("Eve", 7)
    with pytest.raises(PermissionError):
        transfer(ada_of_100, target_refusing_deposits, 60)
    assert (ada_of_100.balance, target_refusing_deposits.balance) == (100, 7), (
        "100 and 7, after a deposit that raised"
    )


@pytest.mark.hint("Don't ask an object for its class or its balance: call the methods you need.")
def test_anything_like_an_account_will_do():
    """A source needs `withdraw` and `deposit`, a target `deposit`, and no more."""
    jar_with_withdraw_and_deposit, box_with_deposit, ada = Jar(30), Box(), Account("Ada", 5)
    transfer(jar_with_withdraw_and_deposit, ada, 20)
    assert (jar_with_withdraw_and_deposit.coins, ada.balance) == (10, 25), (
        "30 and 5, and 20 went from the jar to Ada"
    )
    transfer(ada, box_with_deposit, 1)
    assert (ada.balance, box_with_deposit.coins) == (24, 1), (
        "25 and 0, and 1 went from Ada to the box"
    )
    with pytest.raises(PermissionError):
        transfer(jar_with_withdraw_and_deposit, TargetRaising(PermissionError("locked")), 4)
    assert jar_with_withdraw_and_deposit.coins == 10, (
        "the jar held 10, and the target refused its transfer"
    )
    transfer(jar_with_withdraw_and_deposit, jar_with_withdraw_and_deposit, 3)
    assert jar_with_withdraw_and_deposit.coins == 10, (
        "the jar held 10, and 3 went from the jar to the jar"
    )
