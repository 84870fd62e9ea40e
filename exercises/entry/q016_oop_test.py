"""Checks for Q16 · Objects."""

import pytest
from q016_oop import Account, OverdraftError, SavingsAccount, total_balance, transfer


class Jar:
    """Behaves like an account where it has to, and is none."""

    def __init__(self, balance):
        self.balance = balance

    def deposit(self, amount):
        self.balance += amount

    def withdraw(self, amount):
        self.balance -= amount


class Locked:
    """A target that takes nothing."""

    def deposit(self, amount):
        raise PermissionError("locked")


@pytest.mark.hint("`__init__` puts what belongs to this one object on `self`.")
def test_an_account_opens():
    """An account has an owner and a balance, 0 unless said otherwise."""
    ada, bob = Account("Ada"), Account(owner="Bob", balance=70)
    assert (ada.owner, ada.balance) == ("Ada", 0)
    assert (bob.owner, bob.balance) == ("Bob", 70)


@pytest.mark.hint("Compare the amount with the balance: may they be equal?")
def test_deposit_and_withdraw_move_the_balance():
    """A deposit adds, a withdrawal takes away, and the balance may go down to 0."""
    account = Account("Ada", 10)
    account.deposit(1)
    assert account.balance == 11
    account.withdraw(1)
    account.withdraw(10)
    assert account.balance == 0


@pytest.mark.parametrize("method", ["deposit", "withdraw"])
@pytest.mark.parametrize("amount", [0, -25])
@pytest.mark.hint(
    "What would a withdrawal of -25 do to the balance? Look at the amount first.",
)
def test_refuses_amounts_that_are_not_positive(method, amount):
    """A `ValueError` names an amount of 0 or below, and nothing has changed."""
    account = Account("Ada", 100)
    before = account.history
    with pytest.raises(ValueError, match=str(amount)):
        getattr(account, method)(amount)
    assert (account.balance, account.history) == (100, before)


@pytest.mark.hint("Check before you change anything, then raise `OverdraftError`.")
def test_refuses_an_overdraft():
    """Withdrawing more than the balance raises `OverdraftError` and changes nothing."""
    account = Account("Ada", 100)
    before = account.history
    with pytest.raises(OverdraftError):
        account.withdraw(101)
    assert (account.balance, account.history) == (100, before)


@pytest.mark.hint(
    "Can your object be born wrong, or be made wrong from outside?",
    "A `@property` without a setter can be read and not assigned; keep the value in `_balance`.",
)
def test_balance_cannot_be_forced():
    """A negative opening balance raises a `ValueError`; balance and history can't be assigned."""
    account = Account("Ada", 100)
    with pytest.raises(AttributeError):
        account.balance = -5
    with pytest.raises(AttributeError):
        account.history = ()
    assert account.balance == 100
    with pytest.raises(ValueError, match="-1"):
        Account("Eve", -1)


@pytest.mark.hint(
    "A list in the body of the class is one list for all accounts.",
    "Whoever gets your own list can change it: hand out a tuple.",
)
def test_each_account_has_its_own_history():
    """`history` is a tuple of the account's own deposits and withdrawals, in order."""
    ada, bob = Account("Ada", 100), Account("Bob", 100)
    ada.deposit(50)
    ada.withdraw(20)
    bob.deposit(7)
    assert (ada.history, bob.history) == ((50, -20), (7,))


@pytest.mark.parametrize(
    ("cls", "arguments"),
    [(Account, ("Ada", 150)), (Account, ("Pat O'Hara",)), (SavingsAccount, ("Bob", 80, 50))],
)
@pytest.mark.hint(
    "`repr` of a text puts the quotes round it: in an f-string, `{self.owner!r}`.",
    "A savings account is rebuilt by another call than an account: override `__repr__`.",
)
def test_repr_rebuilds_the_account(cls, arguments):
    """`eval(repr(account))` makes an account of the same class, owner, balance and minimum."""
    account = cls(*arguments)
    account.deposit(1)
    text = repr(account)
    rebuilt = eval(text, {"Account": Account, "SavingsAccount": SavingsAccount})
    assert type(rebuilt) is cls, f"{text} makes no {cls.__name__}"
    assert (rebuilt.owner, rebuilt.balance) == (account.owner, account.balance)
    assert getattr(rebuilt, "minimum", None) == getattr(account, "minimum", None)


@pytest.mark.hint("`__str__` returns the text for people; a derived class inherits it.")
def test_str_is_for_people():
    """`str` gives the owner and the balance, for both classes."""
    assert [str(Account("Ada", 150)), str(SavingsAccount("Bob"))] == ["Ada: 150", "Bob: 0"]


@pytest.mark.hint(
    "Say only what differs, and leave the rest to `super()`.",
    "May the balance be equal to the minimum?",
)
def test_savings_keep_their_minimum():
    """A savings account is an account that goes down to its minimum and not below."""
    savings = SavingsAccount("Bob", 80, minimum=50)
    assert isinstance(savings, Account)
    savings.withdraw(10)
    savings.withdraw(20)
    with pytest.raises(OverdraftError):
        savings.withdraw(1)
    with pytest.raises(ValueError, match="0"):
        savings.withdraw(0)
    savings.deposit(5)
    assert (savings.balance, savings.minimum) == (55, 50)
    with pytest.raises(ValueError):
        SavingsAccount("Bob", 49, minimum=50)
    assert SavingsAccount("Bob", 50, minimum=50).balance == 50
    assert SavingsAccount("Bob").minimum == 0


@pytest.mark.hint("Which of the two steps may fail, and what has happened by then?")
def test_transfer_moves_money():
    """A transfer takes the amount from the source and gives it to the target."""
    ada, bob = Account("Ada", 100), SavingsAccount("Bob", 5)
    transfer(ada, bob, 40)
    assert (ada.balance, bob.balance) == (60, 45)


@pytest.mark.hint(
    "Withdraw first: if that raises, nothing has happened yet.",
    "If the deposit raises, give the money back, then let the same exception go on.",
)
def test_a_failed_transfer_leaves_both_alone():
    """When either step raises, the caller learns of it and both balances are as before."""
    ada, bob = Account("Ada", 100), Account("Bob", 10)
    before = bob.history
    with pytest.raises(OverdraftError):
        transfer(ada, bob, 101)
    with pytest.raises(PermissionError, match="locked"):
        transfer(ada, Locked(), 60)
    assert (ada.balance, bob.balance, bob.history) == (100, 10, before)


@pytest.mark.hint("Don't ask an object for its class: call its methods, read its balance.")
def test_anything_like_an_account_will_do():
    """`transfer` and `total_balance` take other objects that behave like accounts."""
    jar, ada = Jar(30), Account("Ada", 5)
    transfer(jar, ada, 20)
    transfer(ada, jar, 1)
    assert (jar.balance, ada.balance) == (11, 24)
    assert total_balance(account for account in [jar, ada, SavingsAccount("Bob", 100)]) == 135
    assert total_balance([]) == 0
