"""Settings of one deployment, from the environment (or a file named .env)."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

HERE = Path(__file__).parent


class Settings(BaseSettings):
    """What differs between machines; the office's own rules are in office.toml."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    bot_token: SecretStr | None = None
    telegram_api: str = "https://api.telegram.org"  # another server that speaks the Bot API
    database_url: str = Field(
        default="sqlite+aiosqlite:///data/kinerja.db",
        pattern=r"^(sqlite\+aiosqlite|postgresql\+asyncpg)://",
    )
    evidence_folder: Path = Path("data/evidence")  # all replicas see the same one
    office_file: Path = HERE / "office.toml"

    webhook_url: str | None = None  # public https address; without it the bot polls
    webhook_secret: SecretStr | None = None
    listen_host: str = "127.0.0.1"
    listen_port: int = 8443

    turns_at_once: int = Field(default=8, ge=1, le=64)
    notices_per_second: int = Field(
        default=25, ge=1, le=30
    )  # Telegram allows 30; replies need room
    # One chat's updates: so many at once, then one in so many seconds, as Telegram takes answers.
    chat_at_once: int = Field(default=60, ge=5)
    chat_seconds: float = Field(default=1.0, gt=0, le=60)
    log_level: str = "INFO"
