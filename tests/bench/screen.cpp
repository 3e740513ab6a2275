#include "screen.h"

#include <QElapsedTimer>
#include <QSet>
#include <QThread>

#include <xcb/xcb.h>

#include <cstdlib>
#include <cstring>

namespace fpx::bench {

namespace {
constexpr quint32 bare = 0x00ff00fe;
}

struct Screen::Private {
    xcb_connection_t *connection = nullptr;
    xcb_screen_t *screen = nullptr;
};

Screen::Screen() : d(std::make_unique<Private>())
{
    d->connection = xcb_connect(nullptr, nullptr);
    if (!isOpen())
        return;
    d->screen = xcb_setup_roots_iterator(xcb_get_setup(d->connection)).data;
    xcb_change_window_attributes(d->connection, d->screen->root, XCB_CW_BACK_PIXEL, &bare);
    xcb_clear_area(d->connection, 0, d->screen->root, 0, 0, 0, 0);
    xcb_flush(d->connection);
}

Screen::~Screen()
{
    xcb_disconnect(d->connection);
}

bool Screen::isOpen() const
{
    return xcb_connection_has_error(d->connection) == 0;
}

int Screen::foreignColours() const
{
    QSet<quint32> colours;
    // Several lines, for one may run through an even area of a painted window.
    for (const int part : {3, 4, 5}) {
        const auto line = static_cast<qint16>(d->screen->height_in_pixels * part / 8);
        auto *reply = xcb_get_image_reply(d->connection,
                                          xcb_get_image(d->connection, XCB_IMAGE_FORMAT_Z_PIXMAP, d->screen->root, 0,
                                                        line, d->screen->width_in_pixels, 1, ~0u),
                                          nullptr);
        if (reply == nullptr)
            continue;
        const auto *bytes = xcb_get_image_data(reply);
        for (int at = 0; at + 4 <= xcb_get_image_data_length(reply); at += 4) {
            quint32 pixel = 0;
            std::memcpy(&pixel, bytes + at, 4);
            if ((pixel & 0x00ffffff) != bare)
                colours.insert(pixel & 0x00ffffff);
        }
        std::free(reply); // NOLINT(cppcoreguidelines-no-malloc): xcb's own allocation
    }
    return static_cast<int>(colours.size());
}

bool Screen::waitBare(int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    while (foreignColours() > 0) {
        if (timer.elapsed() > milliseconds)
            return false;
        QThread::msleep(5);
    }
    return true;
}

bool Screen::waitPainted(int milliseconds)
{
    // The window manager's frame alone has a few colours; text in a painted window is anti-aliased to more.
    constexpr int painted = 6;
    QElapsedTimer timer;
    timer.start();
    while (foreignColours() < painted) {
        if (timer.elapsed() > milliseconds)
            return false;
        QThread::usleep(500);
    }
    return true;
}

} // namespace fpx::bench
